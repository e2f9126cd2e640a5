package dev.berth.metrics;

import dev.berth.kube.watch.DriftCounts;
import dev.berth.kube.watch.KindFreshness;
import dev.berth.kube.watch.KindTraffic;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/**
 * How fresh each kind is that the cluster's watches follow, and what comparisons with the server
 * found; read when somebody scrapes.
 *
 * <p>Threading: any thread.
 */
final class WatchMetrics {
  private static final String RESOURCE = "resource";

  private WatchMetrics() {}

  static void register(
      Instruments make,
      Supplier<List<KindFreshness>> freshness,
      Supplier<List<KindTraffic>> traffic,
      Supplier<List<DriftCounts>> drift) {
    make.asked(
        "berth_watch_fresh",
        "1 where what is known of a kind is complete and recent, else 0.",
        values ->
            freshness.get().forEach(kind -> values.call(kind.isFresh() ? 1 : 0, kind.resource())),
        RESOURCE);
    make.asked(
        "berth_watch_silence_seconds",
        "Since the last list, event or bookmark of a kind.",
        values ->
            freshness.get().forEach(kind -> values.call(seconds(kind.silence()), kind.resource())),
        RESOURCE);
    counted(
        make, "berth_watch_lists_total", "Complete lists of a kind.", traffic, KindTraffic::lists);
    counted(make, "berth_watch_begun_total", "Watches of a kind.", traffic, KindTraffic::watches);
    counted(
        make,
        "berth_watch_silences_total",
        "Watches of a kind that were cut because nothing came.",
        traffic,
        KindTraffic::silences);
    drift(make, drift);
  }

  private static void drift(Instruments make, Supplier<List<DriftCounts>> drift) {
    make.counted(
        "berth_drift_checks_total",
        "Comparisons of what is known of a kind with the API server.",
        values -> drift.get().forEach(kind -> values.call((double) kind.checks(), kind.resource())),
        RESOURCE);
    make.counted(
        "berth_drift_healed_total",
        "Objects that were not known as the API server has them, because an event was lost.",
        values -> drift.get().forEach(kind -> values.call((double) kind.healed(), kind.resource())),
        RESOURCE);
  }

  private static void counted(
      Instruments make,
      String name,
      String help,
      Supplier<List<KindTraffic>> traffic,
      ToLongFunction<KindTraffic> count) {
    make.counted(
        name,
        help,
        values ->
            traffic
                .get()
                .forEach(kind -> values.call((double) count.applyAsLong(kind), kind.resource())),
        RESOURCE);
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() * 1e-9;
  }
}
