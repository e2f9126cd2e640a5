package dev.berth.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.berth.pipeline.EvaluationMode;
import dev.berth.pipeline.Recording;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DecideReportTest {

  private static DecideReport report(SizeResult... results) {
    DecideSettings settings =
        new DecideSettings(
            Workload.BASIC,
            Arrays.stream(results).map(SizeResult::nodes).toList(),
            1,
            0,
            1,
            List.of(Recording.ON),
            EvaluationMode.FAST,
            Duration.ZERO,
            1);
    return new DecideReport(settings, Machine.current(), List.of(results));
  }

  private static SizeResult result(int nodes, Recording recording, long medianNanos) {
    Percentiles times = new Percentiles(1, medianNanos, medianNanos, medianNanos);
    return new SizeResult(
        nodes,
        recording,
        new SizeResult.WarmUp(false, 0, 0, 0, Percentiles.NONE),
        1,
        new SizeResult.Times(
            times, times, medianNanos, Percentiles.NONE, Percentiles.NONE, List.of(), List.of()),
        new SizeResult.Allocation(0, 0, 0),
        new Quality(1, 0, 1, 0, 1, ""));
  }

  @Test
  void timeThatGrowsWithTheSquareRoot_hasASlopeOfAHalf() {
    DecideReport report =
        report(
            result(100, Recording.ON, 1_000),
            result(10_000, Recording.ON, 10_000),
            result(1_000_000, Recording.ON, 100_000));

    assertThat(report.slope(Recording.ON).orElseThrow()).isCloseTo(0.5, within(1e-9));
  }

  @Test
  void pointsOffTheLine_countBySquares() {
    // By hand, in powers of ten: (2, 3), (3, 3), (4, 5) have the slope 1.
    DecideReport report =
        report(
            result(100, Recording.ON, 1_000),
            result(1_000, Recording.ON, 1_000),
            result(10_000, Recording.ON, 100_000));

    assertThat(report.slope(Recording.ON).orElseThrow()).isCloseTo(1, within(1e-9));
  }

  @Test
  void oneSize_hasNoSlope() {
    assertThat(report(result(100, Recording.ON, 1_000)).slope(Recording.ON)).isEmpty();
  }

  @Test
  void otherRecording_isNotInTheSlope() {
    DecideReport report =
        report(result(100, Recording.ON, 1_000), result(1_000, Recording.OFF, 99_000));

    assertThat(report.slope(Recording.ON)).isEmpty();
  }
}
