package dev.berth.plugins.podtopologyspread;

/**
 * The emptiest domain of a constraint, and another one that may become it.
 *
 * <p>Only two domains are remembered. After pods were added in a dry run the smaller of the two may
 * therefore have more pods than a third one; kube-scheduler decides by these two, and so do we.
 *
 * <p>Mirrors {@code criticalPaths}, plugins/podtopologyspread/filtering.go, Kubernetes 1.36.3.
 * Threading: one per attempt or dry run.
 */
final class CriticalPaths {
  private String emptiest = "";
  private int fewest = Integer.MAX_VALUE;
  private String other = "";
  private int more = Integer.MAX_VALUE;

  CriticalPaths copy() {
    CriticalPaths copy = new CriticalPaths();
    copy.emptiest = emptiest;
    copy.fewest = fewest;
    copy.other = other;
    copy.more = more;
    return copy;
  }

  /**
   * One of the domains at the start, which come in any order, each once. Of domains with as many
   * pods the first by name counts as emptier; upstream leaves that open.
   */
  void begin(String domain, int pods) {
    if (isBefore(domain, pods, emptiest, fewest)) {
      other = emptiest;
      more = fewest;
      emptiest = domain;
      fewest = pods;
    } else if (isBefore(domain, pods, other, more)) {
      other = domain;
      more = pods;
    }
  }

  private static boolean isBefore(String domain, int pods, String known, int itsPods) {
    return pods < itsPods || (pods == itsPods && domain.compareTo(known) < 0);
  }

  /** The domain has that many pods now. */
  void update(String domain, int pods) {
    if (domain.equals(emptiest)) {
      fewest = pods;
      swapIfWrong();
    } else if (domain.equals(other)) {
      more = pods;
      swapIfWrong();
    } else if (pods < fewest) {
      other = emptiest;
      more = fewest;
      emptiest = domain;
      fewest = pods;
    } else if (pods < more) {
      other = domain;
      more = pods;
    }
  }

  private void swapIfWrong() {
    if (fewest > more) {
      String domain = emptiest;
      int pods = fewest;
      emptiest = other;
      fewest = more;
      other = domain;
      more = pods;
    }
  }

  /** Pods of the emptiest domain; {@link Integer#MAX_VALUE} when there is no domain. */
  int fewest() {
    return fewest;
  }
}
