package dev.berth.pipeline;

/**
 * Stops looking for feasible nodes early, for profiles that ask for a percentage: it keeps the
 * first so many passing nodes, counted from where the last attempt ended, and marks the others as
 * not looked at.
 *
 * <p>Mirrors {@code numFeasibleNodesToFind} and {@code nextStartNodeIndex}, {@code
 * pkg/scheduler/schedule_one.go}, Kubernetes 1.36.3, except that Berth looks at every node when no
 * percentage is asked for. Threading: the thread that owns the view.
 */
final class SearchLimit {

  /** Clusters smaller than this, and results smaller than this, are never cut. */
  private static final int MIN_NODES = 100;

  private final int percentage;
  private int start;

  SearchLimit(int percentage) {
    this.percentage = percentage;
  }

  /**
   * @param candidates how many of the nodes PreFilter has left
   */
  void apply(AttemptCodes codes, int candidates, int notVisitedCode) {
    if (percentage <= 0 || percentage >= 100 || candidates < MIN_NODES) {
      return;
    }
    int nodes = codes.size();
    int wanted = Math.max(MIN_NODES, (int) ((long) candidates * percentage / 100));
    int visited = 0;
    int found = 0;
    for (; visited < nodes && found < wanted; visited++) {
      found += codes.get((start + visited) % nodes) == 0 ? 1 : 0;
    }
    for (int i = visited; i < nodes; i++) {
      codes.set((start + i) % nodes, notVisitedCode);
    }
    start = (start + visited) % nodes;
  }
}
