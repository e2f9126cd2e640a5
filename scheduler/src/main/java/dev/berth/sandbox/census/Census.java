package dev.berth.sandbox.census;

import dev.berth.sandbox.census.PodState.Standing;
import dev.berth.sandbox.hollow.Occupancy;
import dev.berth.sandbox.objects.Kinds;
import dev.berth.sandbox.objects.KubeObject;
import dev.berth.sandbox.objects.ObjectKey;
import dev.berth.sandbox.objects.StatusException;
import dev.berth.sandbox.store.Change;
import dev.berth.sandbox.store.Changes;
import dev.berth.sandbox.store.Listing;
import dev.berth.sandbox.store.ObjectStore;
import dev.berth.sandbox.view.Situation.Counts;
import dev.berth.sandbox.view.Situation.NodeFill;
import dev.berth.sandbox.view.Situation.Reason;
import dev.berth.sandbox.view.Situation.Waiting;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The pods and nodes of a sandbox as its store has them, up to the last {@link #catchUp}.
 *
 * <p>Threading: one thread.
 */
public final class Census implements AutoCloseable {
  private static final int EXPIRED = 410;

  /** More than a terminal shows; all are counted. */
  private static final int WAITING_SHOWN = 200;

  private final ObjectStore store;
  private final Set<String> schedulers;
  private @Nullable Changes nodeChanges;
  private @Nullable Changes podChanges;

  private Occupancy occupancy = new Occupancy();
  private final Map<String, NodeState> nodes = new HashMap<>();

  /** As they were when somebody last asked, but for those that have changed since. */
  private final Map<String, NodeFill> fills = new TreeMap<>(NaturalOrder.INSTANCE);

  private final Set<String> changedNodes = new HashSet<>();
  private final Map<ObjectKey, PodState> pods = new LinkedHashMap<>();
  private final Map<ObjectKey, PodState> waiting = new LinkedHashMap<>();
  private final Map<Standing, Integer> counts = new EnumMap<>(Standing.class);
  private long changes;

  /**
   * Nothing is known yet.
   *
   * @param schedulers the names of those that are here
   */
  public Census(ObjectStore store, Set<String> schedulers) {
    this.store = store;
    this.schedulers = Set.copyOf(schedulers);
  }

  /**
   * Takes in what has happened since the last time.
   *
   * @return whether anything has
   */
  public boolean catchUp() throws InterruptedException {
    long before = changes;
    try {
      if (nodeChanges == null || podChanges == null) {
        listAnew();
      }
      drain(nodeChanges, this::nodeIs, node -> nodeIsGone(node.name()));
      drain(podChanges, this::podIs, pod -> podIsGone(pod.key()));
    } catch (StatusException e) {
      if (e.code() != EXPIRED) {
        throw e;
      }
      listAnew(); // more has happened since than the store remembers
    }
    return changes != before;
  }

  private void listAnew() {
    close();
    Listing allNodes = store.list(Kinds.NODE);
    Listing allPods = store.list(Kinds.POD);
    nodeChanges = store.changesAfter(Kinds.NODE, allNodes.version());
    podChanges = store.changesAfter(Kinds.POD, allPods.version());
    occupancy = new Occupancy();
    nodes.clear();
    fills.clear();
    changedNodes.clear();
    pods.clear();
    waiting.clear();
    counts.clear();
    allNodes.objects().forEach(this::nodeIs);
    allPods.objects().forEach(this::podIs);
    changes++;
  }

  private void drain(
      @Nullable Changes from, Consumer<KubeObject> changed, Consumer<KubeObject> removed)
      throws InterruptedException {
    for (Change next = next(from); next != null; next = next(from)) {
      changes++;
      switch (next.type()) {
        case ADDED, MODIFIED -> changed.accept(next.object());
        case DELETED -> removed.accept(next.object());
      }
    }
  }

  private static @Nullable Change next(@Nullable Changes from) throws InterruptedException {
    return from == null ? null : from.next(Duration.ZERO);
  }

  private void nodeIs(KubeObject node) {
    nodes.put(node.name(), NodeState.of(node));
    changedNodes.add(node.name());
    occupancy.nodeIs(node);
  }

  private void nodeIsGone(String name) {
    nodes.remove(name);
    changedNodes.add(name);
    occupancy.nodeIsGone(name);
  }

  private void podIs(KubeObject pod) {
    PodState state = PodState.of(pod, schedulers);
    PodState before = pods.put(pod.key(), state);
    if (before != null) {
      counts.merge(before.standing(), -1, Integer::sum);
      changedNodes.add(before.node());
    }
    changedNodes.add(state.node());
    counts.merge(state.standing(), 1, Integer::sum);
    if (state.waits()) {
      waiting.put(pod.key(), state);
    } else {
      waiting.remove(pod.key());
    }
    occupancy.podIs(pod);
  }

  private void podIsGone(ObjectKey key) {
    PodState before = pods.remove(key);
    if (before != null) {
      counts.merge(before.standing(), -1, Integer::sum);
      changedNodes.add(before.node());
    }
    waiting.remove(key);
    occupancy.podIsGone(key);
  }

  private int count(Standing standing) {
    return counts.getOrDefault(standing, 0);
  }

  /**
   * How many pods are in which state; those that have failed or ended are in none.
   *
   * @param coming pods that will be created later
   */
  public Counts counts(int coming) {
    return new Counts(
        coming,
        count(Standing.PENDING) + count(Standing.UNSERVED),
        count(Standing.BOUND) + count(Standing.RUNNING),
        count(Standing.UNSCHEDULABLE),
        count(Standing.GATED));
  }

  /** All pods, in whatever state. */
  public int pods() {
    return pods.size();
  }

  /** Pods that somebody may still do something with by itself: a scheduler or a kubelet. */
  public int underWay() {
    return count(Standing.PENDING) + count(Standing.BOUND);
  }

  public int unschedulable() {
    return count(Standing.UNSCHEDULABLE);
  }

  public int gated() {
    return count(Standing.GATED);
  }

  /** Pods that have failed. */
  public int failed() {
    return count(Standing.FAILED);
  }

  /** The nodes by name, {@code n2} before {@code n10}. */
  public List<NodeFill> nodes() {
    for (String name : changedNodes) {
      NodeState state = nodes.get(name);
      if (state == null) {
        fills.remove(name);
      } else {
        fills.put(name, state.fill(name, occupancy));
      }
    }
    changedNodes.clear();
    return List.copyOf(fills.values());
  }

  /** Pods without a node, longest waiting first. */
  public List<Waiting> waiting() {
    return waiting.values().stream()
        .limit(WAITING_SHOWN)
        .map(pod -> new Waiting(pod.name(), reason(pod.standing()), pod.why()))
        .toList();
  }

  private static Reason reason(Standing standing) {
    return switch (standing) {
      case UNSCHEDULABLE -> Reason.UNSCHEDULABLE;
      case GATED -> Reason.GATED;
      case PENDING, UNSERVED, BOUND, RUNNING, FAILED, ENDED -> Reason.PENDING;
    };
  }

  @Override
  public void close() {
    if (nodeChanges != null) {
      nodeChanges.close();
      nodeChanges = null;
    }
    if (podChanges != null) {
      podChanges.close();
      podChanges = null;
    }
  }
}
