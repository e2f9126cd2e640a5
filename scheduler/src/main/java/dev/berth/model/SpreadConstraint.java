package dev.berth.model;

/**
 * How evenly the pods that a selector matches are to be spread over the values of a node label.
 *
 * <p>Mirrors {@code topologySpreadConstraint}, plugins/podtopologyspread/common.go, Kubernetes
 * 1.36.3.
 *
 * <p>Threading: immutable.
 *
 * @param topologyKey nodes with the same value of this label are one domain
 * @param maxSkew how many more pods than the emptiest domain a domain may have
 * @param minDomains with fewer domains than this, the emptiest one counts as empty; 1 by default
 * @param selector of the pods that count, {@code matchLabelKeys} merged in
 */
public record SpreadConstraint(
    String topologyKey,
    int maxSkew,
    int minDomains,
    LabelSelector selector,
    NodePolicy nodeAffinityPolicy,
    NodePolicy nodeTaintsPolicy) {

  /** Whether nodes that the pod cannot run on anyway are left out when domains are counted. */
  public enum NodePolicy {
    HONOR,
    IGNORE
  }

  /** A constraint with what Kubernetes takes for granted: affinity honoured, taints ignored. */
  public static SpreadConstraint of(String topologyKey, int maxSkew, LabelSelector selector) {
    return new SpreadConstraint(
        topologyKey, maxSkew, 1, selector, NodePolicy.HONOR, NodePolicy.IGNORE);
  }

  public SpreadConstraint withSelector(LabelSelector other) {
    return new SpreadConstraint(
        topologyKey, maxSkew, minDomains, other, nodeAffinityPolicy, nodeTaintsPolicy);
  }

  /** Whether the node and the pods on it count for this pod. */
  public boolean includes(PodInfo pod, Node node) {
    if (nodeAffinityPolicy == NodePolicy.HONOR && !pod.requiredNodes().matches(node)) {
      return false;
    }
    return nodeTaintsPolicy == NodePolicy.IGNORE
        || pod.tolerations().firstUntolerated(node.taints()) == null;
  }
}
