package dev.berth.bench.cluster;

import dev.berth.bench.Machine;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Everything that {@link ClusterBench} measured.
 *
 * <p>Threading: immutable.
 */
public record ClusterReport(ClusterSettings settings, Machine machine, List<TrialResult> results) {

  public ClusterReport {
    results = List.copyOf(results);
  }

  /** The middle of some values and how far they reach. */
  public record Spread(double median, double least, double most) {
    static Spread of(double[] values) {
      double[] sorted = values.clone();
      Arrays.sort(sorted);
      int half = sorted.length / 2;
      double median = sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
      return new Spread(median, sorted[0], sorted[sorted.length - 1]);
    }
  }

  /** A figure of a run. */
  public enum Figure {
    RATE("pods/s", "drain, from go to the last bind", 0, r -> r.measured().podsPerSecond()),
    CPU(
        "CPU-s per 1,000",
        "of the scheduler, same drain",
        2,
        r -> r.measured().cpuSecondsPerThousand()),
    SERVER_CPU(
        "server CPU-s per 1,000",
        "of etcd and kube-apiserver, same drain",
        2,
        r -> r.measured().serverCpuSecondsPerThousand()),
    EVENTS("events per pod", "same drain", 2, r -> r.measured().eventsPerPod()),
    EVENTS_RATE(
        "pods/s with events",
        "until the last event is written",
        0,
        r ->
            r.measured().nanosToEvents() <= 0
                ? Double.NaN
                : r.measured().pods() / (r.measured().nanosToEvents() / 1e9)),
    FIRST_BIND("first bind, s", "from exec", 2, r -> r.start().nanosToFirstBind() / 1e9),
    FIRST_BIND_CPU("CPU-s to first bind", "of the scheduler", 2, r -> r.start().cpuMillis() / 1e3),
    COLD_RATE("cold pods/s", "warm-up drain, from exec", 0, r -> r.cold().podsPerSecond()),
    COLD_RATE_BETWEEN(
        "cold pods/s between",
        "warm-up drain, from its first bind",
        0,
        r -> r.cold().podsPerSecondBetween()),
    COLD_CPU(
        "cold CPU-s per 1,000",
        "warm-up drain, from exec",
        2,
        r -> r.cold().cpuSecondsPerThousand()),
    P50(
        "p50, ms",
        "open loop, from due to bound",
        1,
        r -> r.openLoopNanos() == null ? Double.NaN : r.openLoopNanos().p50() / 1e6),
    P99(
        "p99, ms",
        "open loop",
        1,
        r -> r.openLoopNanos() == null ? Double.NaN : r.openLoopNanos().p99() / 1e6),
    OPEN_CPU(
        "open-loop CPU-s per 1,000",
        "of the scheduler",
        2,
        r -> r.openLoopNanos() == null ? Double.NaN : r.openLoopCpuSecondsPerThousand()),
    RSS("peak RSS, MB", "of the scheduler's process", 0, r -> r.peakResidentBytes() / 1e6);

    private final String title;
    private final String meaning;
    private final int digits;

    @SuppressWarnings("ImmutableEnumChecker") // a function without state
    private final ToDoubleFunction<TrialResult> value;

    Figure(String title, String meaning, int digits, ToDoubleFunction<TrialResult> value) {
      this.title = title;
      this.meaning = meaning;
      this.digits = digits;
      this.value = value;
    }

    public String title() {
      return title;
    }

    public String meaning() {
      return meaning;
    }

    public int digits() {
      return digits;
    }

    /** NaN when the run does not have it. */
    public double of(TrialResult result) {
      return value.applyAsDouble(result);
    }
  }

  /** The runs of a contender that ended as they should. */
  public List<TrialResult> soundRuns(String contender) {
    return results.stream()
        .filter(r -> r.contender().equals(contender) && r.problems().isEmpty())
        .toList();
  }

  /** A figure over the sound runs of a contender; null when there is none. */
  public @Nullable Spread spread(String contender, Figure figure) {
    double[] values =
        soundRuns(contender).stream()
            .mapToDouble(figure::of)
            .filter(value -> !Double.isNaN(value))
            .toArray();
    return values.length == 0 ? null : Spread.of(values);
  }

  /** The first contender's median as a part of the second's; empty without two. */
  public OptionalDouble ratio(Figure figure) {
    if (settings.contenders().size() != 2) {
      return OptionalDouble.empty();
    }
    Spread one = spread(settings.contenders().getFirst().name(), figure);
    Spread other = spread(settings.contenders().getLast().name(), figure);
    return one == null || other == null || other.median() == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(one.median() / other.median());
  }

  /** Whether every run ended with everything where it should be. */
  public boolean isSound() {
    return results.stream().allMatch(result -> result.problems().isEmpty());
  }
}
