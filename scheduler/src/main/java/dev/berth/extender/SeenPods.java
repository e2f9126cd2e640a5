package dev.berth.extender;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import dev.berth.model.PodInfo;
import dev.berth.model.PodKey;
import org.jspecify.annotations.Nullable;

/**
 * The pods that were asked about lately, by uid: a request to bind one says neither what it needs
 * nor whose profile judges it. The longest unasked go when the pods become too large.
 *
 * <p>Threading: any thread.
 */
final class SeenPods {
  /** Some ten thousand pods as kube-scheduler sends them. */
  static final long STANDARD_BYTES = 64L << 20;

  /** Of an entry, whatever its pod is like. */
  private static final int ENTRY_BYTES = 1024;

  private record Seen(PodInfo pod, int bytes) {}

  private final Cache<String, Seen> pods;

  SeenPods(long mostBytes) {
    pods =
        CacheBuilder.newBuilder()
            .concurrencyLevel(1) // more would each have a part of the room
            .maximumWeight(mostBytes)
            .weigher((String uid, Seen seen) -> ENTRY_BYTES + seen.bytes())
            .build();
  }

  void add(PodInfo pod, int bytes) {
    if (!pod.uid().isEmpty()) {
      pods.put(pod.uid(), new Seen(pod, bytes));
    }
  }

  /** The pod of that uid; null when it is not known, or under another name. */
  @Nullable PodInfo find(PodKey key, String uid) {
    Seen seen = pods.getIfPresent(uid);
    return seen == null || !seen.pod().key().equals(key) ? null : seen.pod();
  }
}
