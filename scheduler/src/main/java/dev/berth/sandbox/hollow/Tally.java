package dev.berth.sandbox.hollow;

import java.util.concurrent.atomic.LongAdder;

/**
 * What the hollow nodes have done so far.
 *
 * <p>Threading: any thread.
 */
public final class Tally {
  final LongAdder started = new LongAdder();
  final LongAdder refused = new LongAdder();
  final LongAdder ended = new LongAdder();
  final LongAdder collected = new LongAdder();
  final LongAdder failures = new LongAdder();
  final LongAdder relists = new LongAdder();

  Tally() {}

  /** Pods that were made Running. */
  public long started() {
    return started.sum();
  }

  /** Pods that a kubelet did not take in; with a scheduler that counts right there are none. */
  public long refused() {
    return refused.sum();
  }

  /** Deleted pods that were let go. */
  public long ended() {
    return ended.sum();
  }

  /** Pods that were removed because their node is gone. */
  public long collected() {
    return collected.sum();
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
