package dev.berth.bench;

import dev.berth.pipeline.Recording;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.ToLongFunction;

/**
 * Everything that {@link DecideBench} measured.
 *
 * <p>Threading: immutable.
 */
public record DecideReport(DecideSettings settings, Machine machine, List<SizeResult> results) {

  public DecideReport {
    results = List.copyOf(results);
  }

  /**
   * By which power of the number of nodes the median decision grows: the slope of the straight line
   * through the points (log nodes, log time) that has the least squares. Empty for fewer than two
   * sizes.
   */
  public OptionalDouble slope(Recording recording) {
    return slope(recording, result -> result.times().decision().p50());
  }

  /** The same for CPU time. */
  public OptionalDouble cpuSlope(Recording recording) {
    return slope(recording, result -> result.times().decisionCpu().p50());
  }

  private OptionalDouble slope(Recording recording, ToLongFunction<SizeResult> time) {
    List<SizeResult> points =
        results.stream()
            .filter(result -> result.recording() == recording && time.applyAsLong(result) > 0)
            .toList();
    if (points.stream().mapToInt(SizeResult::nodes).distinct().count() < 2) {
      return OptionalDouble.empty();
    }
    double meanX = points.stream().mapToDouble(DecideReport::logNodes).average().orElseThrow();
    double meanY =
        points.stream().mapToDouble(p -> logOf(time.applyAsLong(p))).average().orElseThrow();
    double covariance = 0;
    double variance = 0;
    for (SizeResult point : points) {
      double x = logNodes(point) - meanX;
      covariance += x * (logOf(time.applyAsLong(point)) - meanY);
      variance += x * x;
    }
    return OptionalDouble.of(covariance / variance);
  }

  private static double logOf(long nanos) {
    return Math.log((double) nanos);
  }

  private static double logNodes(SizeResult result) {
    return Math.log(result.nodes());
  }
}
