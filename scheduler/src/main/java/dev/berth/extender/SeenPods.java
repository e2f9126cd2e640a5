package dev.berth.extender;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import dev.berth.model.PodInfo;
import org.jspecify.annotations.Nullable;

/**
 * The pods that were asked about lately, by uid: a request to bind one says neither what it needs
 * nor whose profile judges it.
 *
 * <p>Threading: any thread.
 */
final class SeenPods {
  private static final int MOST = 10_000;

  private final Cache<String, PodInfo> pods = CacheBuilder.newBuilder().maximumSize(MOST).build();

  void add(PodInfo pod) {
    if (!pod.uid().isEmpty()) {
      pods.put(pod.uid(), pod);
    }
  }

  @Nullable PodInfo find(String uid) {
    return pods.getIfPresent(uid);
  }
}
