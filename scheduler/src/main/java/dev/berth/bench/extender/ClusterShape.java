package dev.berth.bench.extender;

/**
 * The cluster that an extender knows, and what of it is offered.
 *
 * <p>Threading: immutable.
 *
 * @param nodes all of which are offered by name
 * @param fullNodes those that are offered whole
 * @param placed pods on the nodes
 * @param changing of the whole nodes, how many have a new version with each pod
 */
public record ClusterShape(int nodes, int fullNodes, int placed, int changing) {
  /** Upstream: {@code DefaultPreemptionArgs}, so many candidates, or a tenth of the nodes. */
  private static final int LEAST_CANDIDATES = 100;

  public ClusterShape {
    ExtenderSettings.requireAtLeast("--nodes", nodes, 1);
    ExtenderSettings.requireAtLeast("--full-nodes", fullNodes, 1);
    ExtenderSettings.requireAtLeast("--placed", placed, 0);
    ExtenderSettings.requireAtLeast("--changing", changing, 0);
    if (fullNodes > nodes) {
      throw new IllegalArgumentException(
          "--full-nodes is %d and --nodes %d. Maybe no more than there are?"
              .formatted(fullNodes, nodes));
    }
    if (changing > fullNodes) {
      throw new IllegalArgumentException(
          "--changing is %d and --full-nodes %d. Maybe no more than are offered?"
              .formatted(changing, fullNodes));
    }
  }

  int offered(Form form) {
    return switch (form) {
      case NAMES -> nodes;
      case WHOLE -> fullNodes;
    };
  }

  /** On how many of the offered nodes, the first ones, a kube-scheduler proposes a victim. */
  int candidates(Form form) {
    int most = Math.max(LEAST_CANDIDATES, offered(form) / 10);
    return Math.min(most, Math.min(offered(form), placed));
  }
}
