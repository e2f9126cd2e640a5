package dev.berth.cluster;

import dev.berth.framework.ImageState;
import dev.berth.model.Node;
import dev.berth.model.PodInfo;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rules of the mirror in their simplest form: two tables, and every question answered by
 * looking at all of both.
 */
final class ReferenceCluster {

  private static final PodChange NOTHING = new PodChange.Nothing();

  final Map<String, Node> nodes = new LinkedHashMap<>();
  final Map<String, PodInfo> placed = new LinkedHashMap<>();
  final Set<String> assumed = new HashSet<>();
  private final Map<String, Long> imageSizes = new HashMap<>();

  NodeChange putNode(Node node) {
    node.imageSizes()
        .forEach(
            (image, size) -> {
              boolean elsewhere =
                  nodes.values().stream()
                      .anyMatch(
                          other ->
                              !other.name().equals(node.name())
                                  && other.imageSizes().containsKey(image));
              if (!elsewhere) {
                imageSizes.put(image, size);
              }
            });
    Node before = nodes.put(node.name(), node);
    return before == null ? new NodeChange.Added(node) : new NodeChange.Updated(before, node);
  }

  NodeChange removeNode(String name) {
    Node removed = nodes.remove(name);
    return removed == null ? new NodeChange.Nothing() : new NodeChange.Removed(removed);
  }

  PodChange putPod(PodInfo pod) {
    PodInfo known = placed.get(pod.uid());
    boolean counts = !pod.nodeName().isEmpty() && !pod.phase().isTerminal();
    if (known == null) {
      PodInfo namesake = namesake(pod);
      boolean wasAssumed = namesake != null && assumed.remove(namesake.uid());
      if (namesake != null) {
        placed.remove(namesake.uid());
      }
      if (counts) {
        placed.put(pod.uid(), pod);
      }
      if (namesake == null) {
        return counts ? new PodChange.Placed(pod) : NOTHING;
      }
      return counts
          ? new PodChange.Replaced(namesake, pod, wasAssumed)
          : new PodChange.Gone(namesake, wasAssumed);
    }
    if (pod.phase().isTerminal()) {
      return removePod(pod.uid());
    }
    if (!counts) {
      return NOTHING;
    }
    placed.put(pod.uid(), pod);
    boolean stays = known.nodeName().equals(pod.nodeName());
    if (assumed.remove(pod.uid())) {
      return stays
          ? new PodChange.Confirmed(known, pod)
          : new PodChange.ConfirmedElsewhere(known, pod);
    }
    return stays ? new PodChange.Updated(known, pod) : new PodChange.Moved(known, pod);
  }

  PodChange removePod(String uid) {
    PodInfo known = placed.remove(uid);
    return known == null ? NOTHING : new PodChange.Gone(known, assumed.remove(uid));
  }

  /** Takes the pod as the mirror has placed it. */
  void assume(PodInfo there) {
    placed.put(there.uid(), there);
    assumed.add(there.uid());
  }

  PodChange forget(String uid) {
    if (!assumed.remove(uid)) {
      return NOTHING;
    }
    PodInfo known = placed.remove(uid);
    return known == null ? NOTHING : new PodChange.Forgotten(known);
  }

  List<PodInfo> podsOn(String node) {
    List<PodInfo> pods = new ArrayList<>();
    for (PodInfo pod : placed.values()) {
      if (pod.nodeName().equals(node)) {
        pods.add(pod);
      }
    }
    return pods;
  }

  @Nullable ImageState image(String name) {
    int count = (int) nodes.values().stream().filter(n -> n.imageSizes().containsKey(name)).count();
    Long size = imageSizes.get(name);
    return count == 0 || size == null ? null : new ImageState(size, count);
  }

  MirrorSizes sizes() {
    Set<String> ghosts = new HashSet<>();
    placed.values().forEach(pod -> ghosts.add(pod.nodeName()));
    ghosts.removeAll(nodes.keySet());
    return new MirrorSizes(nodes.size(), ghosts.size(), placed.size(), assumed.size());
  }

  private @Nullable PodInfo namesake(PodInfo pod) {
    for (PodInfo other : placed.values()) {
      if (other.key().equals(pod.key())) {
        return other;
      }
    }
    return null;
  }
}
