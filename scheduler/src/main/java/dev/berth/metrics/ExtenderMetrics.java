package dev.berth.metrics;

import dev.berth.framework.ExternalExtender;
import dev.berth.kube.extend.CallListener;
import io.prometheus.metrics.core.metrics.Histogram;
import java.util.Locale;

/**
 * How long calls of other people's extenders take, and how many fail.
 *
 * <p>Threading: any thread.
 */
final class ExtenderMetrics implements CallListener {
  private static final double NANOS_PER_SECOND = 1e9;

  private final Histogram durations;

  ExtenderMetrics(Instruments make) {
    durations =
        make.histogram(
            "berth_extender_call_duration_seconds",
            "Calls of other people's extenders, by address, question and result.",
            Buckets.exponential(0.001, 2, 14),
            "extender",
            "question",
            "result");
  }

  @Override
  public void called(
      String extender, ExternalExtender.Question question, boolean failed, long nanos) {
    durations
        .labelValues(
            extender, question.name().toLowerCase(Locale.ROOT), failed ? "error" : "success")
        .observe(nanos / NANOS_PER_SECOND);
  }
}
