package dev.berth.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.sandbox.view.Situation;
import dev.berth.sandbox.view.Situation.Percentiles;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;

/**
 * The one line for scripts.
 *
 * <p>Threading: immutable.
 */
final class SandboxSummary {
  private static final double NANOS_PER_MILLI = 1e6;
  private static final double NANOS_PER_SECOND = 1e9;

  private SandboxSummary() {}

  /**
   * The line, without a line feed.
   *
   * @param pods all of them
   * @param busy from the first pod until the last decision or binding
   */
  static String json(Situation end, int pods, Duration busy) {
    double seconds = busy.toNanos() / NANOS_PER_SECOND;
    ObjectNode summary = JsonNodeFactory.instance.objectNode();
    summary
        .put("nodes", end.nodes().size())
        .put("pods", pods)
        .put("bound", end.counts().bound())
        .put("unschedulable", end.counts().unschedulable())
        .put("gated", end.counts().gated())
        .put("seconds", rounded(seconds))
        .put("decisions_per_second", rounded(seconds == 0 ? 0 : end.pace().decisions() / seconds));
    put(summary.putObject("decision_ms"), end.pace().decisionNanos());
    put(summary.putObject("bind_ms"), end.pace().bindNanos());
    return summary.toString();
  }

  private static void put(ObjectNode object, Percentiles nanos) {
    object
        .put("p50", rounded(nanos.p50() / NANOS_PER_MILLI))
        .put("p99", rounded(nanos.p99() / NANOS_PER_MILLI));
  }

  private static BigDecimal rounded(double number) {
    return BigDecimal.valueOf(number).setScale(3, RoundingMode.HALF_UP);
  }
}
