package dev.berth.explain;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;

/**
 * Tells a decision: what stood against the nodes, or why one was the best.
 *
 * <p>Threading: immutable.
 */
final class DecisionText {
  private DecisionText() {}

  static void write(Page page, JsonNode decision, Instant now) {
    if (decision.isMissingNode()) {
      return;
    }
    String message = decision.path("message").asText();
    if (!message.isEmpty()) {
      page.line(message);
    }
    JsonNode aftermath = decision.path("aftermath");
    switch (aftermath.path("state").asText()) {
      case "undone" ->
          page.line(
              "Taken back from node %s: %s"
                  .formatted(aftermath.path("node").asText(), aftermath.path("message").asText()));
      case "bound-elsewhere" ->
          page.line(
              "Berth had decided for node %s, but somebody else had bound it to %s."
                  .formatted(decision.path("node").asText(), aftermath.path("node").asText()));
      default -> {}
    }
    best(page, decision);
    nodes(page, decision);
    preemption(page, decision.path("preemption"));
    when(page, decision, now);
  }

  private static void nodes(Page page, JsonNode decision) {
    JsonNode rejections = decision.path("rejections");
    if (rejections.isEmpty()) {
      return;
    }
    page.headline("What stands against the nodes, nearest misses first");
    for (JsonNode rejection : rejections) {
      page.line(count(rejection.path("nodes").asInt()) + ": " + reason(rejection));
      for (JsonNode example : rejection.path("examples")) {
        page.detail(example(example));
      }
      int more = rejection.path("nodes").asInt() - rejection.path("examples").size();
      if (more > 0 && !rejection.path("examples").isEmpty()) {
        page.detail("and " + more + " more");
      }
    }
    int others = decision.path("otherRejections").asInt();
    if (others > 0) {
      page.line(count(others) + ": other reasons");
    }
  }

  private static String count(int nodes) {
    return nodes == 1 ? "1 node" : nodes + " nodes";
  }

  private static String reason(JsonNode rejection) {
    List<String> reasons = new ArrayList<>();
    rejection.path("reasons").forEach(reason -> reasons.add(reason.asText()));
    String plugin = rejection.path("plugin").asText();
    String hopeless =
        rejection.path("verdict").asText().equals("unresolvable") ? ", even if empty" : "";
    return String.join(", ", reasons) + (plugin.isEmpty() ? "" : " (" + plugin + hopeless + ")");
  }

  private static String example(JsonNode example) {
    List<String> lacking = new ArrayList<>();
    example.path("short").forEach(shortfall -> lacking.add(shortfall(shortfall)));
    String node = example.path("node").asText();
    return lacking.isEmpty() ? node : node + "  " + String.join("; ", lacking);
  }

  private static String shortfall(JsonNode json) {
    String resource = json.path("resource").asText();
    long needed = json.path("needed").asLong();
    long free = json.path("free").asLong();
    String of =
        json.has("allocatable")
            ? " of " + Amounts.text(resource, json.path("allocatable").asLong())
            : "";
    return "%s: needs %s, free %s%s, %s short"
        .formatted(
            resource,
            Amounts.text(resource, needed),
            Amounts.text(resource, free),
            of,
            Amounts.text(resource, needed - free));
  }

  private static void best(Page page, JsonNode decision) {
    if (!decision.path("outcome").asText().equals("selected")) {
      return;
    }
    int feasible = decision.path("feasible").asInt();
    page.headline(
        "Why there: %d of %d nodes fit%s"
            .formatted(
                feasible,
                decision.path("evaluated").asInt(),
                feasible == 1 ? ", so there was no choice" : "; the highest totals were"));
    for (JsonNode node : decision.path("best")) {
      page.line(
          node.path("node").asText() + "  " + node.path("total").asLong() + " = " + scores(node));
    }
    if (isTie(decision)) {
      page.line("The best are equally good: one of them was drawn.");
    }
  }

  private static boolean isTie(JsonNode decision) {
    JsonNode best = decision.path("best");
    return best.size() > 1
        && best.path(0).path("total").asLong() == best.path(1).path("total").asLong();
  }

  private static String scores(JsonNode node) {
    List<String> scores = new ArrayList<>();
    for (JsonNode score : node.path("scores")) {
      scores.add(score.path("plugin").asText() + " " + score.path("score").asLong());
    }
    return scores.isEmpty() ? "no scores" : String.join(" + ", scores);
  }

  private static void preemption(Page page, JsonNode plan) {
    if (plan.isMissingNode()) {
      return;
    }
    int victims = plan.path("victims").asInt();
    int violations = plan.path("budgetViolations").asInt();
    page.headline(
        "It would fit on node %s without %s%s"
            .formatted(
                plan.path("node").asText(),
                victims == 1 ? "this pod" : "these " + victims + " pods",
                violations == 0 ? "" : ", of which PodDisruptionBudgets protect " + violations));
    for (JsonNode victim : plan.path("mostImportant")) {
      page.line(victim.path("pod").asText() + "  priority " + victim.path("priority").asLong());
    }
    int more = victims - plan.path("mostImportant").size();
    if (more > 0) {
      page.line("and " + more + " more");
    }
    if (!plan.path("carriedOut").asBoolean()) {
      page.line("Berth only says so: it evicts nobody.");
    }
  }

  private static void when(Page page, JsonNode decision, Instant now) {
    page.headline(
        "Decided at %s (%s ago), attempt %d"
            .formatted(
                decision.path("startedAt").asText(),
                Ages.text(since(decision.path("startedAt"), now)),
                decision.path("attempt").asInt()));
  }

  /** From that time to now; negative for a time to come. */
  static Duration since(JsonNode time, Instant now) {
    try {
      return Duration.between(Instant.parse(time.asText()), now);
    } catch (DateTimeParseException ofAnotherVersion) {
      return Duration.ZERO;
    }
  }
}
