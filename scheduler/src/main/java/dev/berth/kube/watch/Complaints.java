package dev.berth.kube.watch;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the log says about one kind that cannot be read: a sentence when it begins or becomes
 * another, and one when it is over.
 *
 * <p>Threading: the thread of one reflector only.
 */
final class Complaints {
  private static final Logger LOG = LoggerFactory.getLogger(ClusterWatch.class);

  private final String resource;
  private String current = "";

  Complaints(String resource) {
    this.resource = resource;
  }

  void about(String problem) {
    if (!problem.equals(current)) {
      LOG.warn("{}: {}", resource, problem);
      current = problem;
    }
  }

  void over() {
    if (!current.isEmpty()) {
      LOG.info("{}: read again", resource);
      current = "";
    }
  }
}
