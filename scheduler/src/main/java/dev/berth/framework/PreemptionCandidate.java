package dev.berth.framework;

import dev.berth.model.PodInfo;
import java.util.List;

/**
 * A node that the pod would fit on, and who would have to go.
 *
 * <p>Mirrors {@code Candidate}, {@code pkg/scheduler/framework/preemption/preemption.go},
 * Kubernetes 1.36.3. Threading: immutable.
 *
 * @param victims one at least; most important first, unless an extender gave them in another order
 * @param budgetViolations how many of them a PodDisruptionBudget protects
 */
public record PreemptionCandidate(String node, List<PodInfo> victims, long budgetViolations) {
  public PreemptionCandidate {
    victims = List.copyOf(victims);
  }

  /** To evict these. */
  public Preemption.Planned plan() {
    List<Preemption.Victim> all =
        victims.stream()
            .map(pod -> new Preemption.Victim(pod.key(), pod.uid(), pod.priority()))
            .toList();
    return new Preemption.Planned(node, all, budgetViolations);
  }
}
