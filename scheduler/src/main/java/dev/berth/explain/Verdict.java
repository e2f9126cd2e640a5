package dev.berth.explain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;

/**
 * The one sentence that answers why, made of what the API server and the scheduler say.
 *
 * <p>The API server has the last word about what the pod is; the scheduler about what it does with
 * it. Threading: immutable.
 *
 * @param text without the pod's name, to be read behind it
 */
record Verdict(State state, String text) {

  /** What a script may ask for. */
  enum State {
    PLACED("Placed"),
    PLACED_BY_OTHER("PlacedByOther"),
    BINDING("Binding"),
    HELD_IN_PERMIT("HeldInPermit"),
    QUEUED("Queued"),
    UNSCHEDULABLE("Unschedulable"),
    FAILED("Failed"),
    GATED("Gated"),
    NOT_OURS("NotOurs"),
    ENDED("Ended"),
    BEING_DELETED("BeingDeleted"),
    GONE("Gone"),
    NOT_SEEN("NotSeen");

    private final String text;

    State(String text) {
      this.text = text;
    }

    String text() {
      return text;
    }
  }

  static Verdict of(PodOnServer pod, JsonNode explanation) {
    return switch (pod) {
      case PodOnServer.Absent() -> new Verdict(State.GONE, "does not exist.");
      case PodOnServer.Present present -> of(present, explanation);
    };
  }

  private static Verdict of(PodOnServer.Present pod, JsonNode explanation) {
    if (pod.hasEnded()) {
      return new Verdict(State.ENDED, "has ENDED (" + pod.phase() + ")" + ranOn(pod) + ".");
    }
    if (!pod.nodeName().isEmpty()) {
      return placed(pod, explanation);
    }
    if (pod.terminating()) {
      return new Verdict(State.BEING_DELETED, "is BEING DELETED and is not scheduled any more.");
    }
    return isOurs(pod, explanation) ? waiting(pod, explanation) : notOurs(pod, explanation);
  }

  private static String ranOn(PodOnServer.Present pod) {
    return pod.nodeName().isEmpty() ? " without a node" : "; it ran on node " + pod.nodeName();
  }

  private static Verdict placed(PodOnServer.Present pod, JsonNode explanation) {
    String where = "on node " + pod.nodeName();
    JsonNode decision = decision(pod, explanation);
    if (!isOurs(pod, explanation)) {
      return new Verdict(
          State.PLACED_BY_OTHER,
          "is PLACED " + where + ", not by Berth: its scheduler is '" + pod.schedulerName() + "'.");
    }
    if (decision.isMissingNode()) {
      return new Verdict(
          State.PLACED,
          "is PLACED "
              + where
              + ". There is no record of why: it was placed by somebody else, or before the"
              + " scheduler started, or its record had to make room for newer ones.");
    }
    return decision.path("node").asText().equals(pod.nodeName())
        ? new Verdict(State.PLACED, "is PLACED " + where + ".")
        : new Verdict(
            State.PLACED_BY_OTHER,
            "is PLACED " + where + ", by somebody else: Berth had not chosen that node.");
  }

  private static Verdict notOurs(PodOnServer.Present pod, JsonNode explanation) {
    return new Verdict(
        State.NOT_OURS,
        "is PENDING, but not for Berth: its scheduler is '"
            + pod.schedulerName()
            + "', and Berth schedules for "
            + texts(explanation.path("scheduler").path("profiles"))
            + ".");
  }

  private static Verdict waiting(PodOnServer.Present pod, JsonNode explanation) {
    JsonNode live = live(pod, explanation);
    JsonNode decision = decision(pod, explanation);
    return switch (live.path("place").asText()) {
      case "gated" ->
          new Verdict(
              State.GATED,
              live.path("gates").isEmpty()
                  ? "is HELD BACK by " + live.path("gatedBy").asText() + "."
                  : "is HELD BACK by its scheduling gates: " + texts(live.path("gates")) + ".");
      case "held-in-permit" ->
          new Verdict(
              State.HELD_IN_PERMIT,
              "WAITS FOR PERMISSION of "
                  + names(live.path("heldBy"), "plugin")
                  + " to go to node "
                  + live.path("node").asText()
                  + ".");
      case "binding", "placed" ->
          new Verdict(
              State.BINDING, "is BEING BOUND to node " + live.path("node").asText() + " now.");
      case "active" ->
          new Verdict(
              State.QUEUED,
              decision.isMissingNode()
                  ? "is QUEUED and was not tried yet."
                  : "is QUEUED and will be tried now; last time it " + lastTime(decision));
      case "unknown", "" -> decision.isMissingNode() ? notSeen(live) : pending(decision);
      default -> pending(decision);
    };
  }

  private static Verdict notSeen(JsonNode live) {
    return new Verdict(
        State.NOT_SEEN,
        live.path("answered").asBoolean(true)
            ? "is PENDING, and the scheduler has not seen it yet. Maybe it is still reading the"
                + " cluster, or its watch of pods is broken."
            : "is PENDING; the scheduler has no record of it and its loop does not answer.");
  }

  private static Verdict pending(JsonNode decision) {
    return switch (decision.path("outcome").asText()) {
      case "error" -> new Verdict(State.FAILED, "is PENDING: an error stopped the last attempt.");
      case "selected" ->
          decision.path("aftermath").path("state").asText().equals("undone")
              ? new Verdict(
                  State.FAILED,
                  "is PENDING: it was to go to node "
                      + decision.path("node").asText()
                      + ", but that had to be taken back.")
              : new Verdict(
                  State.BINDING, "is to go to node " + decision.path("node").asText() + ".");
      case "unfit" -> new Verdict(State.UNSCHEDULABLE, "is PENDING: it fits on no node.");
      default -> new Verdict(State.QUEUED, "is PENDING; no decision about it is kept.");
    };
  }

  private static String lastTime(JsonNode decision) {
    return decision.path("outcome").asText().equals("unfit")
        ? "fitted on no node."
        : "could not be placed.";
  }

  /** Whether one of our profiles has its name; when we do not know our profiles, it is. */
  private static boolean isOurs(PodOnServer.Present pod, JsonNode explanation) {
    JsonNode profiles = explanation.path("scheduler").path("profiles");
    return profiles.isMissingNode() || contains(profiles, pod.schedulerName());
  }

  private static boolean contains(JsonNode array, String text) {
    for (JsonNode element : array) {
      if (element.asText().equals(text)) {
        return true;
      }
    }
    return false;
  }

  /** What was decided about this pod; about an earlier one of its name is nobody's question. */
  static JsonNode decision(PodOnServer pod, JsonNode explanation) {
    return about(pod, explanation.path("decision"));
  }

  /** What the loop says about this pod. */
  static JsonNode live(PodOnServer pod, JsonNode explanation) {
    return about(pod, explanation.path("live"));
  }

  private static JsonNode about(PodOnServer pod, JsonNode json) {
    boolean another =
        pod instanceof PodOnServer.Present present
            && json.has("uid")
            && !json.path("uid").asText().equals(present.uid());
    return another ? MissingNode.getInstance() : json;
  }

  private static String texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(element -> texts.add(element.asText()));
    return String.join(", ", texts);
  }

  private static String names(JsonNode array, String field) {
    List<String> texts = new ArrayList<>();
    array.forEach(element -> texts.add(element.path(field).asText()));
    return String.join(", ", texts);
  }
}
