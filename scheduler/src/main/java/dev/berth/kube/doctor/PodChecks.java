package dev.berth.kube.doctor;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Lists the pods of the cluster once, for all checks of pods.
 *
 * <p>Threading: immutable.
 */
final class PodChecks implements Check {
  private static final String NOT_ENDED = "status.phase!=Succeeded,status.phase!=Failed";

  private final List<PodCheck> checks;

  PodChecks(List<PodCheck> checks) {
    this.checks = List.copyOf(checks);
  }

  @Override
  public String name() {
    return "pods";
  }

  @Override
  public List<Finding> examine(Cluster cluster) throws IOException, InterruptedException {
    Cluster.Listing pods = cluster.list("/api/v1/pods", NOT_ENDED);
    if (!pods.problem().isEmpty()) {
      return List.of(
          Finding.skip(
              name(), "pods are not shown: " + pods.problem(), "you need the right to list pods"));
    }
    List<Finding> findings = new ArrayList<>();
    for (PodCheck check : checks) {
      findings.addAll(check.examine(cluster, pods));
    }
    return findings;
  }
}
