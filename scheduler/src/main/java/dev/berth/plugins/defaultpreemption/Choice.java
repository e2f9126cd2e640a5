package dev.berth.plugins.defaultpreemption;

import dev.berth.framework.PreemptionCandidate;
import dev.berth.model.PodInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * The choice of one candidate.
 *
 * <p>Fewest violated budgets; then the lowest priority of the first victim; then the smallest sum
 * of priorities, each counted from the lowest possible one, so that it grows with every victim;
 * then fewest victims; then the latest start of the oldest among the highest victims; then the
 * first.
 *
 * <p>Mirrors {@code pickOneNodeForPreemption}, framework/preemption/preemption.go, Kubernetes
 * 1.36.3. Threading: immutable.
 */
final class Choice {
  private final Importance importance;

  Choice(Importance importance) {
    this.importance = importance;
  }

  /**
   * The best of them.
   *
   * @param candidates one at least
   */
  PreemptionCandidate among(List<PreemptionCandidate> candidates) {
    List<PreemptionCandidate> best = candidates;
    for (ToLongFunction<PreemptionCandidate> badness : criteria()) {
      best = lowest(best, badness);
    }
    return best.getFirst();
  }

  private List<ToLongFunction<PreemptionCandidate>> criteria() {
    return List.of(
        PreemptionCandidate::budgetViolations,
        candidate -> candidate.victims().getFirst().priority(),
        Choice::sumOfPriorities,
        candidate -> candidate.victims().size(),
        candidate -> -oldestOfHighestMicros(candidate));
  }

  private static List<PreemptionCandidate> lowest(
      List<PreemptionCandidate> candidates, ToLongFunction<PreemptionCandidate> badness) {
    List<PreemptionCandidate> lowest = new ArrayList<>();
    long least = Long.MAX_VALUE;
    for (PreemptionCandidate candidate : candidates) {
      long bad = badness.applyAsLong(candidate);
      if (bad < least) {
        lowest.clear();
        least = bad;
      }
      if (bad == least) {
        lowest.add(candidate);
      }
    }
    return lowest;
  }

  private static long sumOfPriorities(PreemptionCandidate candidate) {
    long sum = 0;
    for (PodInfo victim : candidate.victims()) {
      sum += (long) victim.priority() - Integer.MIN_VALUE;
    }
    return sum;
  }

  private long oldestOfHighestMicros(PreemptionCandidate candidate) {
    int highest = Integer.MIN_VALUE;
    long oldest = Long.MAX_VALUE;
    for (PodInfo victim : candidate.victims()) {
      long start = importance.startMicros(victim);
      if (victim.priority() > highest) {
        highest = victim.priority();
        oldest = start;
      } else if (victim.priority() == highest) {
        oldest = Math.min(oldest, start);
      }
    }
    return oldest;
  }
}
