package dev.berth.bench;

import dev.berth.pipeline.Recording;
import java.util.List;

/**
 * What was measured for one cluster size, with or without decision records.
 *
 * <p>Times are nanoseconds. Threading: immutable.
 *
 * @param rounds how many rounds the samples of {@code times} and {@code allocation} are from
 */
public record SizeResult(
    int nodes,
    Recording recording,
    WarmUp warmUp,
    int rounds,
    Times times,
    Allocation allocation,
    Quality quality) {

  /**
   * The decisions before those that count.
   *
   * @param coldJvm true when nothing had been decided in this JVM before: then these are the
   *     figures of a scheduler that has just started
   * @param first the very first decision
   * @param firstThousand the first thousand decisions, or all when there were fewer
   */
  public record WarmUp(
      boolean coldJvm, int decisions, long nanos, long first, Percentiles firstThousand) {}

  /**
   * Times of single calls.
   *
   * @param decision from the pod to the chosen node, wall clock, for pods that got one
   * @param decisionCpu the same in CPU time of the thread, which neighbours disturb less
   * @param first the first decision on a fresh cluster, when nothing is remembered yet
   * @param unplaced decisions that found no node
   * @param assume counting the pod on its node
   * @param medianByRound the median decision of each round
   * @param medianByTenth the median decision of each tenth of the first round, in order: whether
   *     decisions get slower as the cluster fills
   */
  public record Times(
      Percentiles decision,
      Percentiles decisionCpu,
      long first,
      Percentiles unplaced,
      Percentiles assume,
      List<Long> medianByRound,
      List<Long> medianByTenth) {
    public Times {
      medianByRound = List.copyOf(medianByRound);
      medianByTenth = List.copyOf(medianByTenth);
    }
  }

  /** Bytes that the thread allocated: the median and the mean decision, and the mean assume. */
  public record Allocation(long perDecisionMedian, long perDecisionMean, long perAssumeMean) {}
}
