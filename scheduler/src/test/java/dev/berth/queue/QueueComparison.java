package dev.berth.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.model.PodInfo;
import dev.berth.model.PodKey;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Everything that can be seen of the real queue, and the same of the naive one. */
final class QueueComparison {

  /** All that can be seen of a pod. */
  private record Sight(
      String uid,
      Place place,
      int attempts,
      @Nullable String gate,
      Set<String> rejectedBy,
      Set<String> pendingOn,
      long queuedAtMicros,
      long backoffUntilMicros,
      String version) {}

  private static @Nullable Sight sight(@Nullable QueuedPod pod) {
    return pod == null
        ? null
        : new Sight(
            pod.uid(),
            pod.place(),
            pod.attempts(),
            pod.gatedBy(),
            Set.copyOf(pod.rejectedBy()),
            Set.copyOf(pod.pendingOn()),
            pod.queuedAtMicros(),
            pod.backoffUntilMicros(),
            pod.pod().resourceVersion());
  }

  private static @Nullable Sight sight(NaiveQueue.@Nullable Pod pod) {
    return pod == null
        ? null
        : new Sight(
            pod.pod.uid(),
            pod.place,
            pod.attempts,
            pod.gate,
            pod.rejecting,
            pod.pending,
            pod.queuedAt,
            pod.backoffUntil,
            pod.pod.resourceVersion());
  }

  private QueueComparison() {}

  static void check(SchedulingQueue real, NaiveQueue naive, List<PodKey> keys) {
    for (PodKey key : keys) {
      same(key, sight(real.find(key)), sight(naive.byKey(key)));
    }
    same("sizes", real.sizes(), sizes(naive));
    same("next deadline", real.nextDeadlineMicros(), naive.nextDeadline());
    same("nominations", nominations(real), nominations(naive));
  }

  /** Looks before it asserts: there are millions of these. */
  private static void same(Object what, @Nullable Object is, @Nullable Object want) {
    if (!Objects.equals(is, want)) {
      assertThat(is).as("%s", what).isEqualTo(want);
    }
  }

  private static QueueSizes sizes(NaiveQueue naive) {
    return new QueueSizes(
        naive.in(Place.ACTIVE).size(),
        naive.in(Place.BACKOFF).size(),
        naive.count(p -> p.place == Place.UNSCHEDULABLE && p.gate == null),
        naive.count(p -> p.place == Place.UNSCHEDULABLE && p.gate != null),
        naive.in(Place.IN_FLIGHT).size());
  }

  private static Map<String, Set<String>> nominations(SchedulingQueue real) {
    Map<String, Set<String>> uidsOfNode = new TreeMap<>();
    for (String node : real.nominations().nodeNames()) {
      Set<String> uids = new TreeSet<>();
      for (PodInfo pod : real.nominations().on(node)) {
        assertThat(uids.add(pod.uid())).as("%s is nominated to %s once", pod, node).isTrue();
      }
      uidsOfNode.put(node, uids);
    }
    return uidsOfNode;
  }

  private static Map<String, Set<String>> nominations(NaiveQueue naive) {
    Map<String, Set<String>> uidsOfNode = new TreeMap<>();
    for (NaiveQueue.Pod pod : naive.pods) {
      if (pod.nominated != null) {
        uidsOfNode.computeIfAbsent(pod.nominated, n -> new TreeSet<>()).add(pod.pod.uid());
      }
    }
    return uidsOfNode;
  }
}
