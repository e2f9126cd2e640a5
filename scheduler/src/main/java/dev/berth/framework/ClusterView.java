package dev.berth.framework;

import dev.berth.model.NodeInfo;
import dev.berth.model.ObjectKey;
import dev.berth.model.PodInfo;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The nodes of one attempt, by ordinal: {@code 0 .. nodeCount()-1}, without gaps.
 *
 * <p>The live view belongs to the scheduler thread and does not change during an attempt; views for
 * a question or a what-if are built for it. Ordinals, memos and columns never cross views.
 *
 * <p>Threading: the thread that owns it.
 */
public interface ClusterView {

  int nodeCount();

  NodeInfo node(int ordinal);

  /** The ordinal of the node with that name, or -1. */
  int ordinal(String nodeName);

  /** The node with that name, or null. */
  default @Nullable NodeInfo find(String nodeName) {
    int ordinal = ordinal(nodeName);
    return ordinal < 0 ? null : node(ordinal);
  }

  /** Rises with every change of the view; two equal numbers of one view mean the same content. */
  long generation();

  /** The state of the image with that normalised name, or null when no node reports it. */
  @Nullable ImageState image(String normalizedName);

  /** Ordinals of nodes that hold pods with any term of affinity or anti-affinity, ascending. */
  List<Integer> nodesWithAffinity();

  /** Ordinals of nodes that hold pods with required anti-affinity, ascending. */
  List<Integer> nodesWithRequiredAntiAffinity();

  /** True when a pod on one of the nodes names this claim among its volumes, by a kept count. */
  default boolean isClaimUsed(ObjectKey claim) {
    return isClaimMounted(claim);
  }

  /** The same by a look at all pods. */
  default boolean isClaimMounted(ObjectKey claim) {
    for (int ordinal = 0; ordinal < nodeCount(); ordinal++) {
      for (PodInfo pod : node(ordinal).podsWithVolumes()) {
        if (pod.mounts(claim)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Remembered answers of this view. */
  NodeMemos memos();
}
