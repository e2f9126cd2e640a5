package dev.berth.explain;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Tells when a pod that waits is tried again, and what would make that sooner.
 *
 * <p>Threading: immutable.
 */
final class RetryText {
  private RetryText() {}

  static void write(Page page, JsonNode live, JsonNode decision, Instant now) {
    if (!live.path("answered").asBoolean(true)) {
      page.headline("When again: not known");
      page.line(
          "The scheduling loop did not answer within %s: it is busy with one step, or it hangs."
              .formatted(Ages.text(Duration.ofMillis(live.path("waitedMillis").asLong()))));
      page.line("What is said above is its last decision. See /readyz and the log.");
      return;
    }
    if (!live.path("synced").asBoolean(true)) {
      page.headline("When again: as soon as the scheduler has read the cluster");
      return;
    }
    switch (live.path("place").asText()) {
      case "active" -> page.headline("When again: now, it waits for its turn");
      case "being-tried", "binding" -> page.headline("When again: it is being worked on");
      case "backoff" -> {
        page.headline("When again: " + at(live.path("backoffOverAt"), now) + ", after its backoff");
        if (decision.path("outcome").asText().equals("unfit")) {
          page.line("Earlier when no other pod waits.");
        }
      }
      case "unschedulable" -> {
        page.headline("When again: when something changes that may help");
        wakers(page, live);
        page.line("At the latest " + at(live.path("flushedAt"), now) + ", whatever happens.");
      }
      case "gated" -> {
        page.headline("When: when " + gate(live));
        wakers(page, live);
      }
      case "held-in-permit" -> {
        page.headline("Held until allowed, or rejected at the latest");
        for (JsonNode holder : live.path("heldBy")) {
          page.line(holder.path("plugin").asText() + ": " + at(holder.path("until"), now));
        }
      }
      default -> {}
    }
    attempts(page, live);
  }

  private static String gate(JsonNode live) {
    return live.path("gates").isEmpty()
        ? live.path("gatedBy").asText() + " lets it pass"
        : "somebody removes the gates from spec.schedulingGates";
  }

  private static void wakers(Page page, JsonNode live) {
    for (JsonNode waker : live.path("wokenBy")) {
      List<String> changes = new ArrayList<>();
      waker.path("events").forEach(event -> changes.add(Changes.text(event.asText())));
      page.line(waker.path("plugin").asText() + " waits for: " + String.join("; ", changes));
    }
  }

  private static String at(JsonNode time, Instant now) {
    Duration left = DecisionText.since(time, now).negated();
    return left.isNegative() || left.isZero()
        ? "now"
        : "at " + time.asText() + " (in " + Ages.text(left) + ")";
  }

  private static void attempts(Page page, JsonNode live) {
    if (live.has("attempts")) {
      page.line(
          "Tried so far: %d; waits here since %s."
              .formatted(live.path("attempts").asInt(), live.path("queuedAt").asText()));
    }
  }
}
