package dev.berth.framework;

/**
 * An extension point, or one of the calls that belong to it, that is timed.
 *
 * <p>{@link #label()} is the text that kube-scheduler 1.36.3 gives it in its metrics ({@code
 * pkg/scheduler/metrics/metrics.go}). Threading: immutable.
 */
public enum TimedPoint {
  PRE_ENQUEUE("PreEnqueue"),
  PRE_FILTER("PreFilter"),
  PRE_FILTER_ADD_POD("PreFilterExtensionAddPod"),
  PRE_FILTER_REMOVE_POD("PreFilterExtensionRemovePod"),
  FILTER("Filter"),
  POST_FILTER("PostFilter"),
  PRE_SCORE("PreScore"),
  SCORE("Score"),
  NORMALIZE("ScoreExtensionNormalize"),
  RESERVE("Reserve"),
  PERMIT("Permit"),
  PRE_BIND_PRE_FLIGHT("PreBindPreFlight"),
  PRE_BIND("PreBind"),
  BIND("Bind"),
  POST_BIND("PostBind"),
  UNRESERVE("Unreserve");

  private final String label;

  TimedPoint(String label) {
    this.label = label;
  }

  public String label() {
    return label;
  }
}
