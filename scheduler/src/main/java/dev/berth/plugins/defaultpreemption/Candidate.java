package dev.berth.plugins.defaultpreemption;

import dev.berth.framework.Preemption;
import dev.berth.model.PodInfo;
import java.util.List;

/**
 * A node that the pod would fit on, and who would have to go.
 *
 * <p>Threading: immutable.
 *
 * @param victims one at least, most important first
 * @param budgetViolations how many of them a PodDisruptionBudget protects
 */
public record Candidate(String node, List<PodInfo> victims, int budgetViolations) {
  public Candidate {
    victims = List.copyOf(victims);
  }

  Preemption.Planned plan() {
    List<Preemption.Victim> all =
        victims.stream()
            .map(pod -> new Preemption.Victim(pod.key(), pod.uid(), pod.priority()))
            .toList();
    return new Preemption.Planned(node, all, budgetViolations);
  }
}
