package dev.berth.bench.cluster;

import dev.berth.bench.Percentiles;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one run of one contender showed.
 *
 * <p>Threading: immutable.
 *
 * @param run which one, from 1
 * @param drains the cold one first, then the warm one when there is one
 * @param openLoopNanos from the moment each pod was due to be created until it was seen bound; null
 *     without an open loop
 * @param peakResidentBytes of the scheduler's process
 * @param refused requests that the API server answered with 4xx or 5xx, whoever sent them
 * @param problems of the end state; a run with any counts for nothing
 */
public record TrialResult(
    String contender,
    int run,
    Start start,
    List<Drain> drains,
    @Nullable Percentiles openLoopNanos,
    double openLoopCpuSecondsPerThousand,
    long peakResidentBytes,
    Map<String, Long> refused,
    Noise noise,
    List<String> problems) {

  public TrialResult {
    drains = List.copyOf(drains);
    refused = Map.copyOf(refused);
    problems = List.copyOf(problems);
  }

  /**
   * From the moment the process was asked for to the first pod seen bound.
   *
   * @param cpuMillis of the scheduler until then
   */
  public record Start(long nanosToFirstBind, long cpuMillis) {}

  /**
   * Pods that waited when the scheduler was started or let go.
   *
   * @param nanos from that moment to the last pod seen bound
   * @param nanosBetween from the first pod seen bound to the last
   * @param cpuMillis of the scheduler, until its events were written, too
   * @param serverCpuMillis of etcd and kube-apiserver; 0 when they are not ours
   * @param events that were written for these pods
   * @param nanosToEvents from the beginning until the last event was there
   */
  public record Drain(
      int pods,
      long nanos,
      long nanosBetween,
      long cpuMillis,
      long serverCpuMillis,
      int events,
      long nanosToEvents) {
    public double podsPerSecond() {
      return pods / (nanos / 1e9);
    }

    public double podsPerSecondBetween() {
      return nanosBetween <= 0 ? 0 : (pods - 1) / (nanosBetween / 1e9);
    }

    public double cpuSecondsPerThousand() {
      return (double) cpuMillis / pods;
    }

    public double serverCpuSecondsPerThousand() {
      return (double) serverCpuMillis / pods;
    }

    public double eventsPerPod() {
      return (double) events / pods;
    }
  }

  /**
   * What else the machine did during the run.
   *
   * @param loadBefore load average of the last minute when the run began
   * @param stolenPercent of all processors' time, taken by the hypervisor
   * @param othersPercent of all processors' time, used by processes that are no part of the run;
   *     negative when that cannot be told
   */
  public record Noise(double loadBefore, double stolenPercent, double othersPercent) {
    private static final double STOLEN_LIMIT = 2;
    private static final double OTHERS_LIMIT = 5;

    public boolean isDisturbed() {
      return stolenPercent > STOLEN_LIMIT || othersPercent > OTHERS_LIMIT;
    }
  }

  /** The drain of the process that has just started. */
  public Drain cold() {
    return drains.getFirst();
  }

  /** The drain of {@code --pods}: the warm one, or the cold one when there is no other. */
  public Drain measured() {
    return drains.getLast();
  }
}
