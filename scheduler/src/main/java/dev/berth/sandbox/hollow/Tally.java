package dev.berth.sandbox.hollow;

import java.util.concurrent.atomic.LongAdder;

/**
 * What the hollow nodes have done so far.
 *
 * <p>Threading: any thread.
 */
public final class Tally {
  final LongAdder refused = new LongAdder();
  final LongAdder failures = new LongAdder();
  final LongAdder relists = new LongAdder();

  Tally() {}

  /** Pods that a kubelet did not take in; with a scheduler that counts right there are none. */
  public long refused() {
    return refused.sum();
  }

  /** Times that something went wrong that should not have; each is in the log. */
  public long failures() {
    return failures.sum();
  }

  /** Times that everything was read anew, the first time included. */
  public long relists() {
    return relists.sum();
  }
}
