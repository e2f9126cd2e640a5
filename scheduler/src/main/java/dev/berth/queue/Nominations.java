package dev.berth.queue;

import dev.berth.framework.NominatedPods;
import dev.berth.model.PodInfo;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which waiting pods have been promised which node.
 *
 * <p>A promise is made in memory before it is written to the API server, so that the next attempt
 * respects it; the pod's own {@code status.nominatedNodeName} counts where nothing newer is known.
 *
 * <p>Mirrors {@code nominator.go}, Kubernetes 1.36.3. Threading: scheduler thread only.
 */
public final class Nominations implements NominatedPods {
  private final Map<String, List<PodInfo>> podsOfNode = new LinkedHashMap<>();
  private final Map<String, String> nodeOfPod = new HashMap<>();

  Nominations() {}

  @Override
  public List<PodInfo> on(String nodeName) {
    return podsOfNode.getOrDefault(nodeName, List.of());
  }

  @Override
  public Iterable<String> nodeNames() {
    return Collections.unmodifiableSet(podsOfNode.keySet());
  }

  @Override
  public boolean isEmpty() {
    return podsOfNode.isEmpty();
  }

  /** Ends the pod's nomination, if any: it was assumed on a node, or is gone. */
  public void remove(String uid) {
    String node = nodeOfPod.remove(uid);
    if (node != null) {
      podsOfNode.computeIfPresent(node, (n, pods) -> without(pods, uid));
    }
  }

  /**
   * Nominates the pod, in the place of an earlier nomination.
   *
   * @param node the node's name, "" for none, null for what the pod's status says
   */
  void nominate(PodInfo pod, @Nullable String node) {
    remove(pod.uid());
    String target = node == null ? pod.nominatedNodeName() : node;
    if (!target.isEmpty()) {
      nodeOfPod.put(pod.uid(), target);
      podsOfNode.merge(
          target, List.of(pod), (a, b) -> Stream.concat(a.stream(), b.stream()).toList());
    }
  }

  /**
   * Takes over a newer version of a waiting pod. A nomination that is known in memory only stays as
   * long as neither version carries one.
   */
  void follow(PodInfo before, PodInfo after) {
    boolean silent = before.nominatedNodeName().isEmpty() && after.nominatedNodeName().isEmpty();
    nominate(after, silent ? nodeOfPod.get(after.uid()) : null);
  }

  private static @Nullable List<PodInfo> without(List<PodInfo> pods, String uid) {
    List<PodInfo> others = pods.stream().filter(pod -> !pod.uid().equals(uid)).toList();
    return others.isEmpty() ? null : others;
  }
}
