package dev.berth.cycle;

import dev.berth.cluster.ClusterMirror;
import dev.berth.framework.ClusterView;
import dev.berth.framework.CycleState;
import dev.berth.framework.Status;
import dev.berth.model.Node;
import dev.berth.model.NodeInfo;
import dev.berth.model.PodInfo;
import dev.berth.pipeline.Assessment;
import dev.berth.pipeline.Pipeline;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * What the loop does for pods that another scheduler places: it judges nodes for them, and counts
 * them where they are about to be bound.
 *
 * <p>Threading: scheduler thread only; each method is a question for the Inbox.
 */
public final class ForeignPods {
  private final ClusterMirror mirror;
  private final Map<String, Profile> profiles;
  private final List<BooleanSupplier> looks = new ArrayList<>();

  ForeignPods(ClusterMirror mirror, Map<String, Profile> profiles) {
    this.mirror = mirror;
    this.profiles = profiles;
  }

  /**
   * What an attempt would say of these nodes now.
   *
   * @param profile one of ours
   * @param sent nodes as the caller knows them, which count instead of ours where they differ
   */
  public Assessment assess(
      String profile, PodInfo pod, List<String> names, List<Node> sent, Assessment.Depth depth) {
    ClusterView view = mirror.viewWith(sent);
    Assessment assessment = pipeline(profile).assess(CycleState.create(), pod, view, names, depth);
    mirror.betweenAttempts();
    return assessment;
  }

  /**
   * Those of the nodes on which the pod would fit once the victims are gone.
   *
   * @param victims uids by node; those that are not on their node do not count there anyway
   */
  public Set<String> fitWithout(
      String profile, PodInfo pod, Map<String, ? extends Collection<String>> victims) {
    ClusterView view = mirror.view();
    Map<String, List<PodInfo>> gone = new HashMap<>();
    victims.forEach(
        (name, uids) -> {
          NodeInfo node = view.find(name);
          if (node != null) {
            gone.put(name, podsOf(node, Set.copyOf(uids)));
          }
        });
    Set<String> fit = pipeline(profile).fitWithout(CycleState.create(), pod, view, gone);
    mirror.betweenAttempts();
    return fit;
  }

  private static List<PodInfo> podsOf(NodeInfo node, Set<String> uids) {
    return node.pods().stream().filter(pod -> uids.contains(pod.uid())).toList();
  }

  /** Whether any node is known at all. */
  public boolean knowsNodes() {
    return mirror.view().nodeCount() > 0;
  }

  /** Whether the pod is on a node, or about to be. */
  public boolean counts(String uid) {
    return mirror.find(uid) != null;
  }

  /**
   * Counts the pod on the node ahead of its binding, if it fits there now.
   *
   * @return Success when it counts there, now or already; otherwise why not
   */
  public Status assume(String profile, PodInfo pod, String nodeName) {
    PodInfo placed = mirror.find(pod.uid());
    if (placed != null) {
      return placed.nodeName().equals(nodeName)
          ? Status.success()
          : Status.error("pod %s is on node %s already".formatted(pod.key(), placed.nodeName()));
    }
    PodInfo namesake = mirror.find(pod.key());
    if (namesake != null) {
      return Status.error(
          "pod %s of uid %s is gone: the one of that name on node %s has uid %s"
              .formatted(pod.key(), pod.uid(), namesake.nodeName(), namesake.uid()));
    }
    Status rejection =
        assess(profile, pod, List.of(nodeName), List.of(), Assessment.Depth.FILTER)
            .rejectionOf(nodeName);
    if (rejection != null) {
      return rejection;
    }
    mirror.assume(pod, nodeName);
    return Status.success();
  }

  /** Takes {@link #assume} back, unless the watch has shown the pod meanwhile. */
  public void forget(String uid) {
    mirror.forget(uid);
  }

  /**
   * Looks now, and again after each change of the cluster, until the look returns true.
   *
   * @param look must be quick, for each change costs one of each
   */
  public void lookUntil(BooleanSupplier look) {
    if (!look.getAsBoolean()) {
      looks.add(look);
    }
  }

  /** Looks no more. */
  public void stopLooking(BooleanSupplier look) {
    looks.remove(look);
  }

  /** The cluster is not what it was. */
  void changed() {
    looks.removeIf(BooleanSupplier::getAsBoolean);
  }

  private Pipeline pipeline(String profile) {
    Profile found = profiles.get(profile);
    if (found == null) {
      throw new IllegalArgumentException(
          "there is no profile %s. Maybe one of %s?".formatted(profile, profiles.keySet()));
    }
    return found.pipeline();
  }
}
