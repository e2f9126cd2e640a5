package dev.berth.plugins.nodevolumelimits;

import dev.berth.framework.ClusterView;
import dev.berth.framework.Status;
import dev.berth.model.NodeInfo;
import dev.berth.model.PodInfo;
import dev.berth.model.storage.PersistentVolumeSource.Csi;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The volumes of one node at a time, for dry runs that ask about it again and again with one pod
 * more or less: counted are only the pods that it did not have at the last look.
 *
 * <p>Nobody tells it who comes and goes: it compares the node's pods with those that it has
 * counted, so forks of a state can share it. Another node, or a view that has changed, begins it
 * anew. It says what {@link AttachableVolumes#of} says.
 *
 * <p>Threading: one per attempt, on the scheduler thread.
 */
final class NodeTally implements VolumesOnNode {

  private record Counted(PodInfo pod, @Nullable Status failure, Set<Csi> volumes) {}

  private final AttachableVolumes attachable;
  private final ClusterView view;
  private long generation = -1;
  private String nodeName = "";
  private Map<String, Integer> limits = Map.of();
  private Set<Csi> attached = Set.of();

  /** Those pods on the node that have volumes, in its order. */
  private final List<Counted> pods = new ArrayList<>();

  /** How many of them use each volume. */
  private final Map<Csi, Integer> uses = new HashMap<>();

  /** By driver, of what they use and what else is attached. */
  private final Map<String, Integer> counts = new HashMap<>();

  private int failures;

  /**
   * A tally that has counted nothing.
   *
   * @param view that changes whenever an object does that volumes are found by
   */
  NodeTally(AttachableVolumes attachable, ClusterView view) {
    this.attachable = attachable;
    this.view = view;
  }

  /** The node as it is; until the next call. Costs O(pods), and little for those it had before. */
  VolumesOnNode of(NodeInfo node) {
    if (generation != view.generation() || !nodeName.equals(node.name())) {
      begin(node.name());
    }
    if (limits.isEmpty()) {
      return AttachedVolumes.WITHOUT_LIMITS;
    }
    List<PodInfo> now = node.podsWithVolumes();
    int same = 0;
    int both = Math.min(pods.size(), now.size());
    while (same < both && pods.get(same).pod() == now.get(same)) {
      same++;
    }
    while (pods.size() > same) {
      remove(pods.removeLast());
    }
    for (int i = same; i < now.size(); i++) {
      add(now.get(i));
    }
    return this;
  }

  private void begin(String name) {
    generation = view.generation();
    nodeName = name;
    limits = attachable.limitsOf(name);
    attached = limits.isEmpty() ? Set.of() : attachable.attachedTo(name);
    pods.clear();
    uses.clear();
    counts.clear();
    failures = 0;
    for (Csi volume : attached) {
      counts.merge(volume.driver(), 1, Integer::sum);
    }
  }

  private void add(PodInfo pod) {
    Set<Csi> volumes = new HashSet<>();
    Status failure = attachable.collectUsed(pod, volumes);
    pods.add(new Counted(pod, failure, volumes));
    failures += failure == null ? 0 : 1;
    for (Csi volume : volumes) {
      if (uses.merge(volume, 1, Integer::sum) == 1 && !attached.contains(volume)) {
        counts.merge(volume.driver(), 1, Integer::sum);
      }
    }
  }

  private void remove(Counted gone) {
    failures -= gone.failure() == null ? 0 : 1;
    for (Csi volume : gone.volumes()) {
      if (uses.merge(volume, -1, NodeTally::sumOrNone) == null && !attached.contains(volume)) {
        counts.merge(volume.driver(), -1, Integer::sum);
      }
    }
  }

  private static @Nullable Integer sumOrNone(Integer count, Integer more) {
    int sum = count + more;
    return sum == 0 ? null : sum;
  }

  /** That of the first pod that has one. */
  @Override
  public @Nullable Status failure() {
    if (failures > 0) {
      for (Counted counted : pods) {
        if (counted.failure() != null) {
          return counted.failure();
        }
      }
    }
    return null;
  }

  @Override
  public boolean haveRoomFor(Map<String, Set<Csi>> byDriver) {
    return AttachedVolumes.isRoomFor(byDriver, uses.keySet(), counts, limits);
  }
}
