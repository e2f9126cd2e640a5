package dev.berth.metrics;

import dev.berth.cycle.CycleListener;
import dev.berth.cycle.Scheduler;
import dev.berth.framework.PluginNews;
import dev.berth.framework.PointTimes;
import dev.berth.http.Reply;
import dev.berth.http.RouteHandler;
import dev.berth.kube.RequestListener;
import dev.berth.kube.events.EventOutcomes;
import dev.berth.kube.extend.CallListener;
import dev.berth.kube.watch.ClusterWatch;
import dev.berth.kube.watch.DriftCheck;
import dev.berth.kube.watch.DriftCounts;
import dev.berth.kube.watch.KindFreshness;
import dev.berth.kube.watch.KindTraffic;
import dev.berth.queue.QueueListener;
import io.prometheus.metrics.instrumentation.jvm.JvmGarbageCollectorMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmMemoryMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmRuntimeInfoMetric;
import io.prometheus.metrics.instrumentation.jvm.ProcessMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * All metrics of one process: listeners for the core, and the page that shows what they heard.
 *
 * <p>First give the listeners to the scheduler's assembly, then the scheduler to {@link #follow}.
 *
 * <p>Threading: any thread.
 */
public final class BerthMetrics {
  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final Instruments make = new Instruments(registry);
  private final AttemptMetrics attempts = new AttemptMetrics(make);
  private final QueueMetrics queue = new QueueMetrics(make);
  private final PointMetrics points = new PointMetrics(make, new SplittableRandom());
  private final PluginMetrics plugins = new PluginMetrics(make);
  private final EventMetrics events = new EventMetrics(make);
  private final ExtenderMetrics extenders = new ExtenderMetrics(make);
  private final RequestMetrics requests = new RequestMetrics(make);

  /** The metrics of a scheduler that runs in this process. */
  public BerthMetrics() {
    // Not the library's metrics of threads: they are gathered at a safepoint, where the loop stops.
    ProcessMetrics.builder().register(registry);
    JvmMemoryMetrics.builder().register(registry);
    JvmGarbageCollectorMetrics.builder().register(registry);
    JvmRuntimeInfoMetric.builder().register(registry);
  }

  public CycleListener cycleListener() {
    return attempts;
  }

  public QueueListener queueListener() {
    return queue;
  }

  public PointTimes pointTimes() {
    return points;
  }

  public PluginNews pluginNews() {
    return plugins;
  }

  public EventOutcomes eventOutcomes() {
    return events;
  }

  public CallListener extenderCalls() {
    return extenders;
  }

  public RequestListener requests() {
    return requests;
  }

  /** Shows what that scheduler publishes, too; once. */
  public void follow(Scheduler scheduler, InstantSource clock) {
    LoopMetrics.register(
        make,
        scheduler.queue()::sizes,
        scheduler.mirror()::sizes,
        scheduler.inbox(),
        scheduler::lastTurnMillis,
        clock);
  }

  /** Shows how fresh the kinds are that this watch follows, too; once. */
  public void follow(ClusterWatch watch, DriftCheck drift) {
    watches(watch::freshness, watch::traffic, drift::counts);
  }

  void watches(
      Supplier<List<KindFreshness>> freshness,
      Supplier<List<KindTraffic>> traffic,
      Supplier<List<DriftCounts>> drift) {
    WatchMetrics.register(make, freshness, traffic, drift);
  }

  /**
   * Shows whether this process holds that lease.
   *
   * @param leads must not wait
   */
  public void leadership(String lease, BooleanSupplier leads) {
    make.asked(
        "leader_election_master_status",
        "[ALPHA] 1 where the process holds the lease, 0 where it stands by.",
        values -> values.call(leads.getAsBoolean() ? 1 : 0, lease),
        "name");
  }

  /** The page for {@code GET /metrics}. */
  public RouteHandler page() {
    return _ -> Reply.of(200, TextFormat.CONTENT_TYPE, text().getBytes(StandardCharsets.UTF_8));
  }

  String text() {
    return TextFormat.write(registry.scrape());
  }
}
