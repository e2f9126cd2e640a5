package dev.berth.plugins.podtopologyspread;

import dev.berth.framework.NodeTally;
import dev.berth.model.LabelSelector;
import dev.berth.model.Node;
import dev.berth.model.NodeInfo;
import dev.berth.model.PodInfo;
import dev.berth.model.RequiredNodes;
import dev.berth.model.SpreadConstraint;
import dev.berth.model.SpreadConstraint.NodePolicy;
import dev.berth.model.Tolerations;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one constraint counts for pods like the incoming one: the key of its counts.
 *
 * <p>Services and controllers are in the selector, which is made for each attempt, so a change of
 * them makes another key.
 *
 * <p>Threading: immutable.
 *
 * @param selector of the pods that are counted
 * @param namespace of the incoming pod, and of the pods that are counted
 * @param labelsNeeded a node without one of these is not counted
 * @param requiredNodes of the incoming pod where its affinity is honoured, or null
 * @param tolerations of the incoming pod where taints are honoured, or null
 */
record SpreadTally(
    String topologyKey,
    LabelSelector selector,
    String namespace,
    List<String> labelsNeeded,
    @Nullable RequiredNodes requiredNodes,
    @Nullable Tolerations tolerations)
    implements NodeTally {

  static SpreadTally of(SpreadConstraint constraint, PodInfo incoming, List<String> labelsNeeded) {
    boolean byAffinity =
        constraint.nodeAffinityPolicy() == NodePolicy.HONOR
            && !incoming.requiredNodes().equals(RequiredNodes.ANY);
    boolean byTaints = constraint.nodeTaintsPolicy() == NodePolicy.HONOR;
    return new SpreadTally(
        constraint.topologyKey(),
        constraint.selector(),
        incoming.key().namespace(),
        labelsNeeded,
        byAffinity ? incoming.requiredNodes() : null,
        byTaints ? incoming.tolerations() : null);
  }

  /** All pods that the selector matches, wherever they are. */
  static SpreadTally everywhere(SpreadConstraint constraint, PodInfo incoming) {
    return new SpreadTally(
        constraint.topologyKey(),
        constraint.selector(),
        incoming.key().namespace(),
        List.of(),
        null,
        null);
  }

  @Override
  public boolean includes(Node node) {
    for (int i = 0; i < labelsNeeded.size(); i++) {
      if (!node.labels().has(labelsNeeded.get(i))) {
        return false;
      }
    }
    return (requiredNodes == null || requiredNodes.matches(node))
        && (tolerations == null || tolerations.firstUntolerated(node.taints()) == null);
  }

  @Override
  public long count(NodeInfo node) {
    return MatchingPods.count(node, selector, namespace);
  }
}
