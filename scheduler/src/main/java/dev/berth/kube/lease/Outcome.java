package dev.berth.kube.lease;

/** What came of one try to win or keep the lease. */
sealed interface Outcome {
  /**
   * The server has this replica as the holder.
   *
   * @param sentNanos when the write that made it so was sent, on the monotonic clock
   */
  record Held(long sentNanos) implements Outcome {}

  /**
   * The lease is, or may be, somebody else's.
   *
   * @param holder empty when it is not known who
   * @param freeInNanos when a standby may try to take it, if nothing happens before
   */
  record HeldByOther(String holder, long freeInNanos) implements Outcome {}

  /**
   * The server did not answer, refused, or was asked at the same moment by somebody else.
   *
   * @param problem what went wrong
   */
  record Unclear(String problem) implements Outcome {}
}
