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
  private boolean ofWatch;

  Complaints(String resource) {
    this.resource = resource;
  }

  void aboutList(String problem) {
    ofWatch = false;
    about(problem);
  }

  void aboutWatch(String problem) {
    ofWatch = true;
    about(problem);
  }

  private void about(String problem) {
    if (!problem.equals(current)) {
      LOG.warn("{}: {}", resource, problem);
      current = problem;
    }
  }

  /** Lists work; that does not mean that watches do. */
  void listed() {
    if (!ofWatch) {
      over();
    }
  }

  void over() {
    if (!current.isEmpty()) {
      LOG.info("{}: read again", resource);
      current = "";
    }
  }
}
