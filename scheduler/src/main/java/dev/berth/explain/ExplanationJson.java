package dev.berth.explain;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.cycle.Whereabouts;
import dev.berth.model.PodInfo;
import dev.berth.queue.Place;
import dev.berth.queue.QueueStanding;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Writes a {@link PodAnswer} as JSON of the kind {@code PodExplanation}, {@code
 * berth.dev/v1alpha1}.
 *
 * <pre>
 *   namespace, name
 *   scheduler  identity, leads, leader, profiles[], time
 *   live       answered; when false: waitedMillis; when true:
 *              synced, place, and as far as it applies to the place
 *              uid, schedulerName, node, attempts, queuedAt, backoffOverAt, flushedAt, gatedBy,
 *              gates[], wokenBy[{plugin, events[]}], heldBy[{plugin, until}]
 *   decision   absent when none is kept: uid, attempt, startedAt, micros, outcome, message, node,
 *              nodes, evaluated, feasible, rejections[], otherRejections, best[], aftermath
 *   rejections plugin, verdict, reasons[], nodes, examples[{node, short[]}]
 *   short      resource, needed, free, allocatable (as it is now; absent when the node is gone)
 *   best       node, total, scores[{plugin, score}]; a score is normalised and has its weight
 *   aftermath  absent as long as there is none: state (bound, undone, bound-elsewhere), node,
 *              message
 * </pre>
 *
 * <p>{@code place} is one of active, backoff, unschedulable, gated, being-tried, held-in-permit,
 * binding, placed, unknown; {@code outcome} of selected, unfit, error; {@code verdict} of
 * unschedulable, unresolvable, pending, error. Amounts of cpu are in thousandths, all others in
 * whole units (bytes, pods, devices); times are RFC 3339. Within a version fields are only added.
 *
 * <p>Threading: any thread.
 */
final class ExplanationJson {
  static final String API_VERSION = "berth.dev/v1alpha1";
  static final String KIND = "PodExplanation";

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final List<String> profiles;
  private final Supplier<Replica> replica;
  private final InstantSource clock;

  ExplanationJson(List<String> profiles, Supplier<Replica> replica, InstantSource clock) {
    this.profiles = List.copyOf(profiles);
    this.replica = replica;
    this.clock = clock;
  }

  String write(PodAnswer answer) {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("apiVersion", API_VERSION).put("kind", KIND);
    json.put("namespace", answer.pod().namespace()).put("name", answer.pod().name());
    scheduler(json.putObject("scheduler"));
    live(json.putObject("live"), answer.live());
    Decision decision = answer.decision();
    if (decision != null) {
      new DecisionJson(answer.live()).write(json.putObject("decision"), decision);
    }
    return json.toString();
  }

  private void scheduler(ObjectNode json) {
    Replica now = replica.get();
    json.put("identity", now.identity()).put("leads", now.leads()).put("leader", now.leader());
    ArrayNode names = json.putArray("profiles");
    profiles.forEach(names::add);
    json.put("time", clock.instant().truncatedTo(ChronoUnit.MILLIS).toString());
  }

  private static void live(ObjectNode json, LiveFacts live) {
    switch (live) {
      case LiveFacts.Silent(var waited) ->
          json.put("answered", false).put("waitedMillis", waited.toMillis());
      case LiveFacts.Answered answered -> {
        json.put("answered", true).put("synced", answered.synced());
        whereabouts(json, answered.whereabouts());
      }
    }
  }

  private static void whereabouts(ObjectNode json, Whereabouts whereabouts) {
    switch (whereabouts) {
      case Whereabouts.Unknown() -> json.put("place", "unknown");
      case Whereabouts.Placed(PodInfo pod, boolean confirmed) -> {
        json.put("place", confirmed ? "placed" : "binding");
        pod(json, pod);
        json.put("node", pod.nodeName());
      }
      case Whereabouts.Binding(QueueStanding standing, String node) -> {
        json.put("place", "binding");
        standing(json, standing);
        json.put("node", node);
      }
      case Whereabouts.HeldInPermit(QueueStanding standing, String node, var untilMillis) -> {
        json.put("place", "held-in-permit");
        standing(json, standing);
        json.put("node", node);
        ArrayNode holders = json.putArray("heldBy");
        new TreeMap<>(untilMillis)
            .forEach(
                (plugin, until) ->
                    holders
                        .addObject()
                        .put("plugin", plugin)
                        .put("until", Instant.ofEpochMilli(until).toString()));
      }
      case Whereabouts.Queued(QueueStanding standing) -> {
        json.put("place", place(standing));
        standing(json, standing);
      }
    }
  }

  private static String place(QueueStanding standing) {
    return switch (standing.place()) {
      case Place.ACTIVE -> "active";
      case Place.BACKOFF -> "backoff";
      case Place.UNSCHEDULABLE -> standing.gatedBy() == null ? "unschedulable" : "gated";
      case Place.IN_FLIGHT -> "being-tried";
      case Place.HANDED_OVER -> "binding";
      case Place.GONE -> "unknown";
    };
  }

  private static void pod(ObjectNode json, PodInfo pod) {
    json.put("uid", pod.uid()).put("schedulerName", pod.schedulerName());
  }

  private static void standing(ObjectNode json, QueueStanding standing) {
    pod(json, standing.pod());
    json.put("attempts", standing.attempts());
    json.put("queuedAt", time(standing.queuedAtMicros()));
    if (standing.backoffOverMicros() != Long.MIN_VALUE) {
      json.put("backoffOverAt", time(standing.backoffOverMicros()));
    }
    if (standing.flushedAtMicros() != Long.MAX_VALUE) {
      json.put("flushedAt", time(standing.flushedAtMicros()));
    }
    if (standing.gatedBy() != null) {
      json.put("gatedBy", standing.gatedBy());
      ArrayNode gates = json.putArray("gates");
      standing.pod().schedulingGates().forEach(gates::add);
    }
    ArrayNode wokenBy = json.putArray("wokenBy");
    for (QueueStanding.Waker waker : standing.wakers()) {
      ArrayNode events = wokenBy.addObject().put("plugin", waker.plugin()).putArray("events");
      waker.events().forEach(events::add);
    }
  }

  static String time(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS).truncatedTo(ChronoUnit.MILLIS).toString();
  }
}
