package dev.berth.metrics;

import dev.berth.framework.PointTimes;
import dev.berth.framework.Status;
import dev.berth.framework.TimedPoint;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What the plugins of each extension point take together, and in a sample each by itself.
 *
 * <p>Threading: any thread; {@link #wantsPlugins} scheduler thread only.
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

  /** Of one plugin; the profile is no label, as in kube-scheduler. */
  private record PluginSeries(String plugin, TimedPoint point, StatusLabel status) {}

  /** In so many of a hundred attempts plugins are timed one by one: schedule_one.go. */
  private static final int SAMPLED_PERCENT = 10;

  private final Histogram seconds;
  private final Histogram pluginSeconds;
  private final Counter differences;

  /** A series begins with its first value. */
  private final Map<Series, DistributionDataPoint> known = new ConcurrentHashMap<>();

  private final Map<PluginSeries, DistributionDataPoint> knownPlugins = new ConcurrentHashMap<>();

  /** One of its own, so that what is measured changes no decision. */
  private final SplittableRandom random;

  PointMetrics(Instruments make, SplittableRandom random) {
    this.random = random;
    seconds =
        make.histogram(
            "scheduler_framework_extension_point_duration_seconds",
            "[STABLE] All plugins of one extension point together, for one pod.",
            Buckets.exponential(0.0001, 2, 12),
            "extension_point",
            "status",
            "profile");
    pluginSeconds =
        make.histogram(
            "scheduler_plugin_execution_duration_seconds",
            "[ALPHA] A plugin at one extension point, in a tenth of the attempts.",
            Buckets.exponential(0.00001, 1.5, 20),
            "plugin",
            "extension_point",
            "status");
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
  public boolean wantsPlugins() {
    return random.nextInt(100) < SAMPLED_PERCENT;
  }

  @Override
  public void pluginTook(TimedPoint point, String plugin, Status status, long nanos) {
    knownPlugins
        .computeIfAbsent(new PluginSeries(plugin, point, StatusLabel.of(status)), this::begin)
        .observe(nanos * NANOS);
  }

  private DistributionDataPoint begin(PluginSeries series) {
    return pluginSeconds.labelValues(
        series.plugin(), series.point().label(), series.status().text());
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
