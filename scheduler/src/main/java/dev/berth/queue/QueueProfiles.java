package dev.berth.queue;

import dev.berth.framework.ClusterEvent;
import dev.berth.framework.ProfilePlugins;
import dev.berth.model.PodInfo;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * The profiles whose pods the queue takes, by the schedulerName of those pods.
 *
 * <p>Threading: scheduler thread only.
 */
final class QueueProfiles {
  private final Map<String, QueueProfile> byName = new HashMap<>();

  QueueProfiles(Collection<ProfilePlugins> profiles) {
    profiles.forEach(p -> byName.put(p.profile(), new QueueProfile(p)));
  }

  /**
   * @throws IllegalArgumentException when no profile has the pod's schedulerName
   */
  QueueProfile of(PodInfo pod) {
    QueueProfile profile = byName.get(pod.schedulerName());
    if (profile == null) {
      throw new IllegalArgumentException(
          "pod "
              + pod.key()
              + " has schedulerName "
              + pod.schedulerName()
              + ", which no profile has. Maybe the watch should have left it out.");
    }
    return profile;
  }

  /** Does anything in any of them listen to such a change? */
  boolean listenTo(ClusterEvent event) {
    if (event.isWildcard()) {
      return true;
    }
    for (QueueProfile profile : byName.values()) {
      if (profile.listensTo(event)) {
        return true;
      }
    }
    return false;
  }
}
