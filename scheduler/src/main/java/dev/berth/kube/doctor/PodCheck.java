package dev.berth.kube.doctor;

import java.io.IOException;
import java.util.List;

/** One thing that is looked at in the pods of the cluster. */
interface PodCheck {
  String name();

  /**
   * Looks.
   *
   * @param pods v1 Pods that have not ended, perhaps not all
   * @return at least one finding
   * @throws IOException when the API server does not answer
   */
  List<Finding> examine(Cluster cluster, Cluster.Listing pods)
      throws IOException, InterruptedException;
}
