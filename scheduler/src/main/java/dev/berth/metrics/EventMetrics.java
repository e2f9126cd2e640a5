package dev.berth.metrics;

import dev.berth.kube.events.EventOutcomes;
import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import java.util.Locale;

/**
 * What becomes of events.
 *
 * <p>Threading: any thread.
 */
final class EventMetrics implements EventOutcomes {
  private final CounterDataPoint sent;
  private final CounterDataPoint failed;
  private final Counter dropped;

  EventMetrics(Instruments make) {
    sent =
        make.counter(
            "berth_events_sent_total", "Events, and changes of series, that were written.");
    failed =
        make.counter(
            "berth_events_failed_total",
            "Events that the API server refused, or that no try brought to it.");
    dropped =
        make.counter(
            "berth_events_dropped_total",
            "Events that were given up without being refused, by reason.",
            "reason");
  }

  @Override
  public void sent() {
    sent.inc();
  }

  @Override
  public void failed() {
    failed.inc();
  }

  @Override
  public void dropped(Drop reason) {
    dropped.labelValues(reason.name().toLowerCase(Locale.ROOT)).inc();
  }
}
