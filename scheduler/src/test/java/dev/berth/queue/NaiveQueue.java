package dev.berth.queue;

import dev.berth.framework.ClusterEvent;
import dev.berth.model.PodInfo;
import dev.berth.model.PodKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The queue as simple as it can be said: one list of pods, each with a name of the place where it
 * is. Everything is found by looking at all of it; shares no code with the real one but the events.
 */
final class NaiveQueue {

  /** What the plugins of the test answer, told a second time in plain words. */
  interface Rules {
    /** The first gate that keeps the pod out, the one that did so before asked first; or null. */
    @Nullable String gateOf(PodInfo pod, @Nullable String gatedBefore);

    /** Did the plugin register such a change? Wildcards are asked about as well. */
    boolean listens(String plugin, ClusterEvent event);

    /** Do the hints of the plugin that registered it say Queue? */
    boolean saysQueue(String plugin, PodInfo pod, ClusterEvent event, @Nullable Object after);
  }

  record Seen(ClusterEvent event, @Nullable Object after) {}

  static final class Pod {
    PodInfo pod;
    PodInfo newest;
    Place place = Place.GONE;
    long arrival;
    long queuedAt;
    long backoffUntil = Long.MIN_VALUE;
    int attempts;
    int rejections;
    int errors;
    @Nullable String gate;
    @Nullable String nominated;
    Set<String> rejecting = new HashSet<>();
    Set<String> pending = new HashSet<>();
    final List<Seen> seen = new ArrayList<>();

    Pod(PodInfo pod) {
      this.pod = pod;
      this.newest = pod;
    }

    boolean failedWithError() {
      return rejecting.isEmpty() && pending.isEmpty();
    }

    Set<String> blamed() {
      Set<String> all = new HashSet<>(rejecting);
      all.addAll(pending);
      return all;
    }
  }

  final List<Pod> pods = new ArrayList<>();
  private final Rules rules;
  private final QueueSettings settings;
  private long now;
  private long arrivals;
  private long nextFlush = Long.MIN_VALUE;

  NaiveQueue(Rules rules, QueueSettings settings) {
    this.rules = rules;
    this.settings = settings;
  }

  void timeIs(long micros) {
    now = micros;
  }

  long now() {
    return now;
  }

  @Nullable Pod byUid(String uid) {
    return pods.stream().filter(p -> p.pod.uid().equals(uid)).findAny().orElse(null);
  }

  @Nullable Pod byKey(PodKey key) {
    return pods.stream().filter(p -> p.pod.key().equals(key)).findAny().orElse(null);
  }

  int count(Predicate<Pod> which) {
    return (int) pods.stream().filter(which).count();
  }

  List<Pod> in(Place place) {
    return pods.stream().filter(p -> p.place == place).toList();
  }

  void addOrUpdate(PodInfo info) {
    Pod known = byUid(info.uid());
    if (known != null) {
      update(known, info);
      return;
    }
    Pod sameName = byKey(info.key());
    if (sameName != null) {
      delete(sameName.pod.uid());
    }
    Pod pod = new Pod(info);
    pod.arrival = arrivals++;
    pod.queuedAt = now;
    pods.add(pod);
    activate(pod);
    if (pod.place == Place.ACTIVE) {
      nominateByStatus(pod, info);
    }
  }

  private void update(Pod pod, PodInfo after) {
    PodInfo before = pod.newest;
    if (before.resourceVersion().equals(after.resourceVersion())) {
      return;
    }
    pod.newest = after;
    if (pod.place == Place.HANDED_OVER) {
      return;
    }
    List<ClusterEvent> events = PodEvents.of(before, after);
    if (pod.place == Place.IN_FLIGHT) {
      for (ClusterEvent event : events) {
        in(Place.IN_FLIGHT).forEach(p -> p.seen.add(new Seen(event, after)));
      }
    } else {
      pod.pod = after;
      boolean silent = before.nominatedNodeName().isEmpty() && after.nominatedNodeName().isEmpty();
      if (!silent) {
        nominateByStatus(pod, after);
      }
      for (ClusterEvent event : events) {
        if (pod.place == Place.UNSCHEDULABLE) {
          consider(pod, event, after);
        }
      }
    }
    if (!before.nominatedNodeName().equals(after.nominatedNodeName())) {
      nominationLost(before);
    }
  }

  private static void nominateByStatus(Pod pod, PodInfo info) {
    pod.nominated = info.nominatedNodeName().isEmpty() ? null : info.nominatedNodeName();
  }

  private void nominationLost(PodInfo info) {
    if (!info.nominatedNodeName().isEmpty()) {
      moveAll(PodEvents.ASSIGNED_POD_DELETE, null, p -> p.priority() <= info.priority());
    }
  }

  void delete(String uid) {
    Pod pod = byUid(uid);
    if (pod != null) {
      pods.remove(pod);
      nominationLost(pod.newest);
    }
  }

  void bound(String uid) {
    pods.removeIf(p -> p.pod.uid().equals(uid));
  }

  void moveAll(ClusterEvent event, @Nullable Object after, Predicate<PodInfo> among) {
    for (Pod pod : in(Place.UNSCHEDULABLE)) {
      boolean gateCares = pod.gate == null || rules.listens(pod.gate, event);
      if (gateCares && among.test(pod.pod)) {
        consider(pod, event, after);
      }
    }
    in(Place.IN_FLIGHT).forEach(p -> p.seen.add(new Seen(event, after)));
  }

  /** 0: not worth it, 1: worth it, 2: worth it at once. */
  private int worth(Pod pod, ClusterEvent event, @Nullable Object after) {
    if (pod.failedWithError()) {
      return 1;
    }
    if (event.isWildcard()) {
      return after == null || (after instanceof PodInfo p && p.uid().equals(pod.pod.uid())) ? 1 : 0;
    }
    int worth = 0;
    for (String plugin : pod.blamed()) {
      if (rules.listens(plugin, event) && rules.saysQueue(plugin, pod.pod, event, after)) {
        worth = Math.max(worth, pod.pending.contains(plugin) ? 2 : 1);
      }
    }
    return worth;
  }

  private void consider(Pod pod, ClusterEvent event, @Nullable Object after) {
    requeue(pod, worth(pod, event, after));
  }

  private void requeue(Pod pod, int worth) {
    if (worth == 0) {
      pod.place = Place.UNSCHEDULABLE;
    } else if (worth == 1 && isBackingOff(pod)) {
      pod.gate = rules.gateOf(pod.pod, pod.gate);
      parkOr(pod, Place.BACKOFF);
    } else {
      activate(pod);
    }
  }

  private void activate(Pod pod) {
    pod.gate = rules.gateOf(pod.pod, pod.gate);
    parkOr(pod, Place.ACTIVE);
  }

  private static void parkOr(Pod pod, Place place) {
    if (pod.gate == null) {
      pod.place = place;
    } else {
      pod.rejecting.add(pod.gate);
      pod.place = Place.UNSCHEDULABLE;
    }
  }

  private boolean isBackingOff(Pod pod) {
    return pod.backoffUntil != Long.MIN_VALUE && pod.backoffUntil / 1_000_000 >= now / 1_000_000;
  }

  void tick() {
    for (Pod pod : in(Place.BACKOFF)) {
      if (!isBackingOff(pod)) {
        pod.place = Place.ACTIVE;
      }
    }
    if (now < nextFlush) {
      return;
    }
    nextFlush = now + 30_000_000;
    boolean any = false;
    for (Pod pod : in(Place.UNSCHEDULABLE)) {
      boolean old = now - pod.queuedAt > settings.maxUnschedulable().toMillis() * 1000;
      boolean gateCares =
          pod.gate == null || rules.listens(pod.gate, ClusterEvent.UNSCHEDULABLE_TIMEOUT);
      if (old && gateCares) {
        any = true;
        consider(pod, ClusterEvent.UNSCHEDULABLE_TIMEOUT, null);
      }
    }
    if (any) {
      in(Place.IN_FLIGHT)
          .forEach(p -> p.seen.add(new Seen(ClusterEvent.UNSCHEDULABLE_TIMEOUT, null)));
    }
  }

  long nextDeadline() {
    long deadline = Long.MAX_VALUE;
    for (Pod pod : in(Place.BACKOFF)) {
      deadline = Math.min(deadline, pod.backoffUntil + 1_000_000);
    }
    if (count(p -> p.place == Place.UNSCHEDULABLE && p.gate == null) > 0) {
      deadline = Math.min(deadline, nextFlush);
    }
    return deadline;
  }

  private static final Comparator<Pod> ORDER =
      Comparator.<Pod>comparingInt(p -> -p.pod.priority())
          .thenComparingLong(p -> p.queuedAt)
          .thenComparingLong(p -> p.arrival);

  @Nullable Pod pop() {
    Pod pod = in(Place.ACTIVE).stream().min(ORDER).orElse(null);
    if (pod == null) {
      pod =
          in(Place.BACKOFF).stream()
              .filter(p -> !p.failedWithError())
              .min(Comparator.<Pod>comparingLong(p -> p.backoffUntil).thenComparing(ORDER))
              .orElse(null);
    }
    if (pod != null) {
      pod.place = Place.IN_FLIGHT;
      pod.attempts++;
      pod.seen.clear();
    }
    return pod;
  }

  void done(String uid) {
    Pod pod = byUid(uid);
    if (pod != null && pod.place == Place.IN_FLIGHT) {
      pod.place = Place.HANDED_OVER;
    }
  }

  void addUnschedulable(Pod pod, Collection<String> rejecting, Collection<String> pending) {
    pod.pod = pod.newest;
    pod.gate = null;
    pod.rejecting = new HashSet<>(rejecting);
    pod.pending = new HashSet<>(pending);
    if (pod.failedWithError()) {
      pod.errors++;
    } else {
      pod.rejections++;
      pod.errors = 0;
    }
    pod.queuedAt = now;
    long wait = settings.initialBackoff().toSeconds();
    for (int i = 1; i < Math.max(1, pod.errors > 0 ? pod.errors : pod.rejections); i++) {
      wait = Math.min(wait * 2, settings.maxBackoff().toSeconds());
    }
    pod.backoffUntil =
        settings.maxBackoff().isZero()
            ? Long.MIN_VALUE
            : (now + wait * 1_000_000) / 1_000_000 * 1_000_000;
    int worth = pod.place == Place.HANDED_OVER || pod.failedWithError() ? 1 : 0;
    if (pod.place == Place.IN_FLIGHT) {
      for (Seen seen : pod.seen) {
        worth = Math.max(worth, worth(pod, seen.event, seen.after));
      }
    }
    requeue(pod, worth);
  }

  void nominate(Pod pod, @Nullable String node) {
    nominateByStatus(pod, pod.newest);
    if (node != null) {
      pod.nominated = node.isEmpty() ? null : node;
    }
  }

  void assumed(String uid) {
    Pod pod = byUid(uid);
    if (pod != null) {
      pod.nominated = null;
    }
  }

  void activate(Collection<PodKey> keys) {
    for (PodKey key : keys) {
      Pod pod = byKey(key);
      if (pod == null) {
        continue;
      }
      switch (pod.place) {
        case UNSCHEDULABLE -> activate(pod);
        case BACKOFF -> pod.place = Place.ACTIVE;
        case IN_FLIGHT -> pod.seen.add(new Seen(ClusterEvent.FORCE_ACTIVATE, pod.pod));
        case ACTIVE, HANDED_OVER, GONE -> {}
      }
    }
  }
}
