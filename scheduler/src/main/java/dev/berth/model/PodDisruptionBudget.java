package dev.berth.model;

import java.util.Set;

/**
 * A PodDisruptionBudget of policy/v1, as preemption sees it.
 *
 * <p>Threading: immutable.
 *
 * @param disruptionsAllowed {@code status.disruptionsAllowed}: how many of its pods may go now
 * @param disruptedPods names of pods whose eviction is under way and counted already
 */
public record PodDisruptionBudget(
    ObjectKey key, LabelSelector selector, int disruptionsAllowed, Set<String> disruptedPods)
    implements ClusterObject {

  public PodDisruptionBudget {
    disruptedPods = Set.copyOf(disruptedPods);
  }

  /**
   * Whether it is a budget of pods with these labels, if they are in its namespace. For a scheduler
   * an empty selector protects nothing, and a pod without labels is never protected.
   */
  public boolean selects(Labels labels) {
    return labels.size() > 0 && !selector.isEverything() && selector.matches(labels);
  }

  @Override
  public Kind kind() {
    return Kind.POD_DISRUPTION_BUDGET;
  }
}
