package dev.berth.plugins.defaultpreemption;

import dev.berth.model.PodInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * The choice of one candidate.
 *
 * <p>Fewest violated budgets; then the lowest priority of the highest victim; then the smallest sum
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
  Candidate among(List<Candidate> candidates) {
    List<Candidate> best = candidates;
    for (ToLongFunction<Candidate> badness : criteria()) {
      best = lowest(best, badness);
    }
    return best.getFirst();
  }

  private List<ToLongFunction<Candidate>> criteria() {
    return List.of(
        Candidate::budgetViolations,
        candidate -> candidate.victims().getFirst().priority(),
        Choice::sumOfPriorities,
        candidate -> candidate.victims().size(),
        candidate -> -oldestOfHighestMicros(candidate));
  }

  private static List<Candidate> lowest(
      List<Candidate> candidates, ToLongFunction<Candidate> badness) {
    List<Candidate> lowest = new ArrayList<>();
    long least = Long.MAX_VALUE;
    for (Candidate candidate : candidates) {
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

  private static long sumOfPriorities(Candidate candidate) {
    long sum = 0;
    for (PodInfo victim : candidate.victims()) {
      sum += (long) victim.priority() - Integer.MIN_VALUE;
    }
    return sum;
  }

  private long oldestOfHighestMicros(Candidate candidate) {
    int highest = candidate.victims().getFirst().priority();
    long oldest = Long.MAX_VALUE;
    for (PodInfo victim : candidate.victims()) {
      if (victim.priority() == highest) {
        oldest = Math.min(oldest, importance.startMicros(victim));
      }
    }
    return oldest;
  }
}
