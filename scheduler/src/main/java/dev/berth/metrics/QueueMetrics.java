package dev.berth.metrics;

import dev.berth.queue.Place;
import dev.berth.queue.QueueListener;
import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/**
 * How pods move in the queue, and whom they wait for.
 *
 * <p>Mirrors where {@code pkg/scheduler/backend/queue}, Kubernetes 1.36.3, records the same
 * metrics; {@code unschedulable_pods} also goes down when a waiting pod is deleted from the active
 * or backoff queue. Threading: scheduler thread only; scraped by any thread.
 */
final class QueueMetrics implements QueueListener {
  private final Counter incoming;
  private final Gauge unschedulable;
  private final Map<Place, Map<String, CounterDataPoint>> moves = new EnumMap<>(Place.class);

  QueueMetrics(Instruments make) {
    incoming =
        make.counter(
            "scheduler_queue_incoming_pods_total",
            "[STABLE] Pods that came to a place in the queue, by place and by what moved them.",
            "queue",
            "event");
    unschedulable =
        make.gauge(
            "scheduler_unschedulable_pods",
            "[BETA] Waiting pods by each plugin that gates or has rejected them.",
            "plugin",
            "profile");
  }

  @Override
  public void entered(Place place, String event) {
    moves
        .computeIfAbsent(place, one -> new HashMap<>())
        .computeIfAbsent(event, label -> incoming.labelValues(queueOf(place), label))
        .inc();
  }

  private static String queueOf(Place place) {
    return switch (place) {
      case ACTIVE -> "active";
      case BACKOFF -> "backoff";
      case UNSCHEDULABLE -> "unschedulable";
      case IN_FLIGHT, HANDED_OVER, GONE ->
          throw new IllegalArgumentException(place + " is no place where pods wait");
    };
  }

  @Override
  public void blamed(String profile, String plugin) {
    unschedulable.labelValues(plugin, profile).inc();
  }

  @Override
  public void cleared(String profile, String plugin) {
    unschedulable.labelValues(plugin, profile).dec();
  }
}
