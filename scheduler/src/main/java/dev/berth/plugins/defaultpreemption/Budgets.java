package dev.berth.plugins.defaultpreemption;

import dev.berth.framework.Lister;
import dev.berth.model.Labels;
import dev.berth.model.PodDisruptionBudget;
import dev.berth.model.PodInfo;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * The PodDisruptionBudgets as one decision sees them: which of the pods that would go they protect.
 *
 * <p>Mirrors {@code filterPodsWithPDBViolation}, plugins/defaultpreemption/default_preemption.go,
 * Kubernetes 1.36.3; selectors are asked once for pods with the same labels. Threading: one per
 * decision.
 */
final class Budgets {

  /**
   * Pods in two groups, each in the order in which they were given.
   *
   * @param violating whose eviction would take a budget below zero
   */
  record Split(List<PodInfo> violating, List<PodInfo> others) {}

  /** What a selector sees of a pod. */
  private record Selected(String namespace, Labels labels) {}

  private final Lister<PodDisruptionBudget> all;
  private final Map<Selected, List<PodDisruptionBudget>> selecting = new HashMap<>();

  Budgets(Lister<PodDisruptionBudget> all) {
    this.all = all;
  }

  /** Spends the budgets, as they are now, on the pods one after the other. */
  Split split(List<PodInfo> pods) {
    IdentityHashMap<PodDisruptionBudget, Integer> left = new IdentityHashMap<>();
    List<PodInfo> violating = new ArrayList<>();
    List<PodInfo> others = new ArrayList<>();
    for (PodInfo pod : pods) {
      (spend(pod, left) ? violating : others).add(pod);
    }
    return new Split(violating, others);
  }

  /** Whether a budget does not suffice. All of a pod's budgets are spent on it. */
  private boolean spend(PodInfo pod, IdentityHashMap<PodDisruptionBudget, Integer> left) {
    boolean violates = false;
    for (PodDisruptionBudget budget : selecting(pod)) {
      if (!budget.disruptedPods().contains(pod.key().name())) {
        int remaining = left.getOrDefault(budget, budget.disruptionsAllowed()) - 1;
        left.put(budget, remaining);
        violates |= remaining < 0;
      }
    }
    return violates;
  }

  private List<PodDisruptionBudget> selecting(PodInfo pod) {
    return selecting.computeIfAbsent(
        new Selected(pod.key().namespace(), pod.labels()),
        selected ->
            all.in(selected.namespace()).stream()
                .filter(budget -> budget.selects(selected.labels()))
                .toList());
  }
}
