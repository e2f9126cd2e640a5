package dev.berth.bench.extender;

import java.time.Duration;
import java.util.List;

/**
 * What {@code berth bench extender} was asked to do.
 *
 * <p>Threading: immutable.
 *
 * @param nodes of the cluster, all of which are offered by name
 * @param fullNodes those that are offered whole
 * @param placed pods on the nodes
 * @param requests how many are measured by name, every other one filter or prioritize
 * @param fullRequests how many with whole nodes
 * @param changing of the whole nodes, how many have a new version with each pod
 */
public record ExtenderSettings(
    List<Contender> contenders,
    int nodes,
    int fullNodes,
    int placed,
    int requests,
    int fullRequests,
    int changing,
    Duration warmUp,
    long seed) {

  public ExtenderSettings {
    contenders = List.copyOf(contenders);
    requireAtLeast("--nodes", nodes, 1);
    requireAtLeast("--full-nodes", fullNodes, 1);
    requireAtLeast("--placed", placed, 0);
    requireAtLeast("--requests", requests, 0);
    requireAtLeast("--full-requests", fullRequests, 0);
    requireAtLeast("--changing", changing, 0);
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
    if (warmUp.isNegative()) {
      throw new IllegalArgumentException("--warm-up is " + warmUp + ". Maybe 0 for none?");
    }
  }

  private static void requireAtLeast(String option, int value, int least) {
    if (value < least) {
      throw new IllegalArgumentException(
          "%s is %d. Maybe %d or more?".formatted(option, value, least));
    }
  }

  int offered(Form form) {
    return switch (form) {
      case NAMES -> nodes;
      case WHOLE -> fullNodes;
    };
  }

  int requests(Form form) {
    return switch (form) {
      case NAMES -> requests;
      case WHOLE -> fullRequests;
    };
  }
}
