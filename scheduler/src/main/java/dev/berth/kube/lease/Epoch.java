package dev.berth.kube.lease;

/**
 * One time of leading: held until the renew deadline after the last successful renewal was sent.
 *
 * <p>Others take the lease only after they saw it unchanged for the lease duration, which is longer
 * than the renew deadline; so this replica stops before another can start, even when nobody here
 * notices in time.
 *
 * <pre>
 *   held ---- deadline passed, asked or not ----> ended
 *     \------ {@link #end} ------------------------^
 * </pre>
 *
 * <p>Threading: any thread.
 */
final class Epoch implements Leadership {
  private final Timebase time;
  private final long renewDeadlineNanos;
  private long renewedNanos; // guarded by this
  private boolean ended; // guarded by this

  /**
   * @param sentNanos when the write that won the lease was sent: the server acted later than that
   */
  Epoch(Timebase time, long renewDeadlineNanos, long sentNanos) {
    this.time = time;
    this.renewDeadlineNanos = renewDeadlineNanos;
    this.renewedNanos = sentNanos;
  }

  @Override
  public synchronized boolean isHeld() {
    ended |= deadlineNanos() - time.nanoTime() <= 0;
    return !ended;
  }

  /**
   * The lease was renewed by a write sent at {@code sentNanos}.
   *
   * @return false when that is known too late: it was not held in between, so it stays ended
   */
  synchronized boolean renewed(long sentNanos) {
    if (!isHeld()) {
      return false;
    }
    renewedNanos = sentNanos;
    return true;
  }

  /** Gives it up now. */
  synchronized void end() {
    ended = true;
  }

  /** When it ends unless it is renewed, on the monotonic clock. */
  synchronized long deadlineNanos() {
    return renewedNanos + renewDeadlineNanos;
  }

  synchronized long nanosSinceRenewal() {
    return time.nanoTime() - renewedNanos;
  }
}
