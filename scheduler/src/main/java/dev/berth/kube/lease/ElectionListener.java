package dev.berth.kube.lease;

/**
 * What an election tells: first that this replica leads, later that it does not any more. Neither
 * need ever come.
 *
 * <p>Called on the elector's own thread, which renews the lease in between: return at once.
 */
public interface ElectionListener {
  /** This replica leads while {@code leadership} is held. */
  void startedLeading(Leadership leadership);

  /**
   * The lead is lost for good; the process should end, as kube-scheduler does with exit code 1. Not
   * called when the elector is closed.
   *
   * @param reason a sentence for the log
   */
  void lost(String reason);
}
