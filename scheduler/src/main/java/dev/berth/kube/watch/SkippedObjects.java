package dev.berth.kube.watch;

import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Objects that could not be understood and were passed over: counted, and each complaint logged
 * once.
 *
 * <p>Threading: any thread.
 */
final class SkippedObjects {
  private static final Logger LOG = LoggerFactory.getLogger(ClusterWatch.class);

  /** What is logged and remembered; an object whose every update is bad says the same each time. */
  private static final int MAX_LOGGED = 1_000;

  private final Set<String> logged = new HashSet<>(); // guarded by this
  private long count; // guarded by this

  /** One was passed over. */
  void add(Exception problem) {
    String text = String.valueOf(problem.getMessage());
    if (countAndSee(text)) {
      LOG.warn("skipped an object that cannot be understood: {}", text);
    }
  }

  /** One was passed over for a reason that only a mistake of ours explains. */
  void addOurMistake(String kind, RuntimeException thrown) {
    if (countAndSee(kind + ": " + thrown)) {
      LOG.error("skipped a {} because decoding it failed. Please report this.", kind, thrown);
    }
  }

  private synchronized boolean countAndSee(String text) {
    count++;
    return logged.size() < MAX_LOGGED && logged.add(text);
  }

  /** How often an object was passed over. */
  synchronized long count() {
    return count;
  }
}
