package dev.berth.queue;

import dev.berth.model.PodInfo;
import dev.berth.model.PodKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Every pod that has come and is not gone, by uid and by name: one of a uid, one of a name.
 *
 * <p>Threading: scheduler thread only.
 */
final class KnownPods {
  private final Map<String, QueuedPod> byUid = new HashMap<>();
  private final Map<PodKey, QueuedPod> byKey = new HashMap<>();

  @Nullable QueuedPod find(String uid) {
    return byUid.get(uid);
  }

  @Nullable QueuedPod find(PodKey key) {
    return byKey.get(key);
  }

  void add(QueuedPod pod) {
    byUid.put(pod.uid(), pod);
    byKey.put(pod.pod().key(), pod);
  }

  void remove(QueuedPod pod) {
    byUid.remove(pod.uid());
    byKey.remove(pod.pod().key());
  }

  /** All of them, in the version last seen. */
  List<PodInfo> newest() {
    List<PodInfo> pods = new ArrayList<>(byUid.size());
    byUid.values().forEach(pod -> pods.add(pod.newest()));
    return pods;
  }
}
