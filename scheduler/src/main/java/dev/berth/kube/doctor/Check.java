package dev.berth.kube.doctor;

import java.io.IOException;
import java.util.List;

/** One thing that is looked at. */
interface Check {
  String name();

  /**
   * Looks.
   *
   * @return at least one finding
   * @throws IOException when the API server does not answer
   */
  List<Finding> examine(Cluster cluster) throws IOException, InterruptedException;
}
