package dev.berth.queue;

import dev.berth.framework.QueueSortPlugin;
import dev.berth.framework.QueuedPodInfo;
import java.util.Comparator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The order that the QueueSort plugin gives. Two pods that it fails to compare count as equal, so
 * the one that arrived earlier goes first.
 *
 * <p>Threading: scheduler thread only.
 */
final class SortOrder implements Comparator<QueuedPodInfo> {
  private static final Logger LOG = LoggerFactory.getLogger(SortOrder.class);

  private final QueueSortPlugin plugin;
  private boolean failureLogged;

  SortOrder(QueueSortPlugin plugin) {
    this.plugin = plugin;
  }

  @Override
  public int compare(QueuedPodInfo one, QueuedPodInfo other) {
    try {
      return plugin.compare(one, other);
    } catch (RuntimeException e) {
      logFailure(one, other, e);
      return 0;
    }
  }

  /** Once: a push into a long queue compares many times. */
  private void logFailure(QueuedPodInfo one, QueuedPodInfo other, RuntimeException e) {
    if (!failureLogged) {
      failureLogged = true;
      LOG.error(
          "QueueSort plugin {} failed on pods {} and {}; pods that it cannot compare are tried in"
              + " the order in which they arrived, now and without a further word from here on.",
          plugin.name(),
          one.pod().key(),
          other.pod().key(),
          e);
    }
  }
}
