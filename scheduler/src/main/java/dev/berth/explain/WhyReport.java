package dev.berth.explain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer of {@code berth why}, as text for a person or as JSON for a program.
 *
 * <p>It reads the scheduler's JSON leniently: scheduler and command may be of different versions.
 * Threading: immutable.
 */
public final class WhyReport {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final String pod;
  private final PodOnServer onServer;
  private final JsonNode explanation;
  private final List<String> notes;

  private WhyReport(String pod, PodOnServer onServer, JsonNode explanation, List<String> notes) {
    this.pod = pod;
    this.onServer = onServer;
    this.explanation = explanation;
    this.notes = List.copyOf(notes);
  }

  /**
   * The report about a pod.
   *
   * @param pod as {@code namespace/name}
   * @param explanation what the scheduler answered, see {@link #explanation}
   * @param notes sentences to add
   */
  public static WhyReport of(
      String pod, PodOnServer onServer, JsonNode explanation, List<String> notes) {
    return new WhyReport(pod, onServer, explanation, notes);
  }

  /** The explanation in the body of a scheduler's answer, or null when it is something else. */
  public static @Nullable JsonNode explanation(byte[] body) {
    try {
      JsonNode json = MAPPER.readTree(body);
      return json != null && json.path("kind").asText().equals(ExplanationJson.KIND) ? json : null;
    } catch (IOException notJson) {
      return null;
    }
  }

  /** Whether this answers why: not when there is no such pod, or no record of its decision. */
  public boolean isAnswer() {
    return switch (Verdict.of(onServer, explanation).state()) {
      case GONE, NOT_SEEN -> false;
      case PLACED -> !Verdict.decision(onServer, explanation).isMissingNode();
      case PLACED_BY_OTHER,
          BINDING,
          HELD_IN_PERMIT,
          QUEUED,
          UNSCHEDULABLE,
          FAILED,
          GATED,
          NOT_OURS,
          ENDED,
          BEING_DELETED ->
          true;
    };
  }

  /** For a terminal of 80 columns, the verdict first. */
  public String text(Instant now) {
    Page page = new Page();
    page.headline(pod + " " + Verdict.of(onServer, explanation).text());
    notes.forEach(page::line);
    DecisionText.write(page, Verdict.decision(onServer, explanation), now);
    if (isWaiting()) {
      RetryText.write(
          page, Verdict.live(onServer, explanation), Verdict.decision(onServer, explanation), now);
    }
    source(page);
    return page.text();
  }

  private boolean isWaiting() {
    return onServer instanceof PodOnServer.Present present
        && present.nodeName().isEmpty()
        && !present.hasEnded()
        && !present.terminating();
  }

  private void source(Page page) {
    JsonNode scheduler = explanation.path("scheduler");
    if (!scheduler.isMissingNode()) {
      page.headline(
          "Answered by "
              + scheduler.path("identity").asText()
              + (scheduler.path("leads").asBoolean()
                  ? "."
                  : ", which stands by: it has decided nothing itself. "
                      + leader(scheduler.path("leader").asText())));
    }
  }

  private static String leader(String leader) {
    return leader.isEmpty() ? "Nobody leads." : "The leader is " + leader + ".";
  }

  /** The scheduler's {@code PodExplanation} with {@code verdict}, {@code pod} and {@code notes}. */
  public String json() {
    ObjectNode json = MAPPER.createObjectNode();
    if (explanation instanceof ObjectNode object) {
      json.setAll(object);
    }
    Verdict verdict = Verdict.of(onServer, explanation);
    json.putObject("verdict")
        .put("state", verdict.state().text())
        .put("text", pod + " " + verdict.text());
    ObjectNode about = json.putObject("pod");
    switch (onServer) {
      case PodOnServer.Absent() -> about.put("exists", false);
      case PodOnServer.Present(
              var uid,
              var schedulerName,
              var nodeName,
              var phase,
              var terminating) ->
          about
              .put("exists", true)
              .put("uid", uid)
              .put("schedulerName", schedulerName)
              .put("nodeName", nodeName)
              .put("phase", phase)
              .put("terminating", terminating);
    }
    ArrayNode more = json.putArray("notes");
    notes.forEach(more::add);
    return json.toPrettyString() + "\n";
  }
}
