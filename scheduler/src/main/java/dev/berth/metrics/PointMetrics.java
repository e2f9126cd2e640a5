package dev.berth.metrics;

import dev.berth.framework.PointTimes;
import dev.berth.framework.Status;
import dev.berth.framework.TimedPoint;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What the plugins of each extension point take together.
 *
 * <p>Threading: any thread.
 */
final class PointMetrics implements PointTimes {
  private static final double NANOS = 1e-9;

  private record Series(String profile, TimedPoint point, StatusLabel status) {
    /** Spelled out, as {@link #hashCode}: asked a dozen times for each pod. */
    @Override
    public boolean equals(@Nullable Object o) {
      return o instanceof Series other
          && point == other.point
          && status == other.status
          && profile.equals(other.profile);
    }

    @Override
    public int hashCode() {
      return 31 * (31 * profile.hashCode() + point.hashCode()) + status.hashCode();
    }
  }

  private final Histogram seconds;
  private final Counter differences;

  /** A series begins with its first value. */
  private final Map<Series, DistributionDataPoint> known = new ConcurrentHashMap<>();

  PointMetrics(Instruments make) {
    seconds =
        make.histogram(
            "scheduler_framework_extension_point_duration_seconds",
            "[STABLE] All plugins of one extension point together, for one pod.",
            Buckets.exponential(0.0001, 2, 12),
            "extension_point",
            "status",
            "profile");
    differences =
        make.counter(
            "berth_count_mismatches_total",
            "Checked decisions in which a plugin's kept counts differed from new ones.",
            "plugin",
            "profile");
  }

  @Override
  public void countsDiffered(String profile, String plugin) {
    differences.labelValues(plugin, profile).inc();
  }

  @Override
  public void took(String profile, TimedPoint point, Status status, long nanos) {
    Series series = new Series(profile, point, StatusLabel.of(status));
    DistributionDataPoint one = known.get(series);
    if (one == null) {
      one = seconds.labelValues(point.label(), series.status().text(), profile);
      known.put(series, one);
    }
    one.observe(nanos * NANOS);
  }
}
