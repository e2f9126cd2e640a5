package dev.berth.kube.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Do others place the pods that are ours? Told from the events {@code Scheduled} of the last hour:
 * who wrote them, for whose pods, and whether two writers of our name did so at the same time.
 *
 * <p>Threading: immutable.
 */
final class ReportersCheck implements PodCheck {

  /** The first and the last event of one writer. */
  private record Span(Instant first, Instant last) {
    Span with(Instant time) {
      return new Span(time.isBefore(first) ? time : first, time.isAfter(last) ? time : last);
    }

    boolean overlaps(Span other) {
      return first.isBefore(other.last) && other.first.isBefore(last);
    }
  }

  @Override
  public String name() {
    return "who-schedules";
  }

  @Override
  public List<Finding> examine(Cluster cluster, Cluster.Listing pods)
      throws IOException, InterruptedException {
    Cluster.Listing events = cluster.list("/apis/events.k8s.io/v1/events", "reason=Scheduled");
    if (!events.problem().isEmpty()) {
      return List.of(Finding.skip(name(), "events are not shown: " + events.problem(), ""));
    }
    List<Finding> findings = new ArrayList<>(strangers(cluster, pods, events));
    findings.addAll(twins(cluster, events));
    if (findings.isEmpty()) {
      findings.add(
          Finding.ok(
              name(),
              "no event shows that somebody else schedules for "
                  + String.join(", ", cluster.profiles())
                  + events.bounds()));
    }
    return findings;
  }

  private List<Finding> strangers(Cluster cluster, Cluster.Listing pods, Cluster.Listing events) {
    Map<String, String> ours = new HashMap<>();
    for (JsonNode pod : pods.items()) {
      if (Pods.isOurs(cluster, pod)) {
        ours.put(pod.path("metadata").path("uid").asText(), Pods.key(pod));
      }
    }
    Map<String, List<String>> byStranger = new TreeMap<>();
    for (JsonNode event : events.items()) {
      String pod = ours.get(event.path("regarding").path("uid").asText());
      String controller = controller(event);
      if (pod != null && !cluster.profiles().contains(controller)) {
        byStranger.computeIfAbsent(controller, c -> new ArrayList<>()).add(pod);
      }
    }
    List<Finding> findings = new ArrayList<>();
    byStranger.forEach(
        (stranger, placed) ->
            findings.add(
                Finding.warn(
                    name(),
                    Pods.count(placed.size())
                        + " of ours placed by '"
                        + stranger
                        + "': "
                        + Pods.named(placed),
                    "find out who binds pods whose schedulerName is not its own")));
    return findings;
  }

  private List<Finding> twins(Cluster cluster, Cluster.Listing events) {
    List<Finding> findings = new ArrayList<>();
    for (String profile : cluster.profiles()) {
      Map<String, Span> spans = new TreeMap<>();
      for (JsonNode event : events.items()) {
        Instant time = time(event);
        if (controller(event).equals(profile) && time != null) {
          spans.merge(instance(event), new Span(time, time), (before, _) -> before.with(time));
        }
      }
      findings.addAll(overlaps(profile, spans));
    }
    return findings;
  }

  /** One after the other is a fail-over. */
  private List<Finding> overlaps(String profile, Map<String, Span> spans) {
    List<String> instances = List.copyOf(spans.keySet());
    for (int i = 0; i < instances.size(); i++) {
      for (int j = i + 1; j < instances.size(); j++) {
        String one = instances.get(i);
        String other = instances.get(j);
        if (span(spans, one).overlaps(span(spans, other))) {
          return List.of(
              Finding.fail(
                  name(),
                  "two schedulers place pods as '"
                      + profile
                      + "' at the same time: "
                      + one
                      + " and "
                      + other,
                  "let only one Deployment, with one lease, have that profile"));
        }
      }
    }
    return List.of();
  }

  private static Span span(Map<String, Span> spans, String instance) {
    return Objects.requireNonNull(spans.get(instance));
  }

  /** Events of the old API have it elsewhere. */
  private static String controller(JsonNode event) {
    String controller = event.path("reportingController").asText();
    return controller.isEmpty()
        ? event.path("deprecatedSource").path("component").asText()
        : controller;
  }

  private static String instance(JsonNode event) {
    String instance = event.path("reportingInstance").asText();
    return instance.isEmpty() ? event.path("deprecatedSource").path("host").asText() : instance;
  }

  private static @Nullable Instant time(JsonNode event) {
    String time = event.path("eventTime").asText("");
    try {
      return Instant.parse(
          time.isEmpty() || time.equals("null")
              ? event.path("deprecatedFirstTimestamp").asText("")
              : time);
    } catch (DateTimeParseException none) {
      return null;
    }
  }
}
