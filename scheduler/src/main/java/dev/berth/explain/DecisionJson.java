package dev.berth.explain;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.cycle.Attempt;
import dev.berth.framework.Preemption;
import dev.berth.framework.Shortfall;
import dev.berth.framework.Status;
import dev.berth.model.ResourceName;
import dev.berth.model.Resources;
import dev.berth.pipeline.DecisionRecord;
import dev.berth.pipeline.PluginScore;
import dev.berth.pipeline.ScheduleResult;

/**
 * Writes a {@link Decision} as JSON; {@link ExplanationJson} has its shape.
 *
 * <p>Threading: one per request.
 */
final class DecisionJson {
  /** Victims of a planned preemption that are named. */
  private static final int VICTIMS = 10;

  private final LiveFacts live;

  DecisionJson(LiveFacts live) {
    this.live = live;
  }

  void write(ObjectNode json, Decision decision) {
    Attempt attempt = decision.attempt();
    json.put("uid", attempt.pod().uid()).put("attempt", attempt.number());
    json.put("startedAt", ExplanationJson.time(attempt.startedMicros()));
    json.put("micros", attempt.nanos() / 1000);
    outcome(json, attempt.result());
    details(json, attempt.result().record());
    aftermath(json, decision.aftermath());
  }

  /** A plan; it is not carried out. */
  private static void preemption(ObjectNode json, Preemption preemption) {
    if (preemption instanceof Preemption.Planned(var node, var victims, long violations)) {
      ObjectNode plan = json.putObject("preemption");
      plan.put("node", node).put("carriedOut", false);
      plan.put("victims", victims.size()).put("budgetViolations", violations);
      ArrayNode examples = plan.putArray("mostImportant");
      for (Preemption.Victim victim : victims.subList(0, Math.min(VICTIMS, victims.size()))) {
        examples
            .addObject()
            .put("pod", victim.key().toString())
            .put("uid", victim.uid())
            .put("priority", victim.priority());
      }
    }
  }

  private static void outcome(ObjectNode json, ScheduleResult result) {
    switch (result) {
      case ScheduleResult.Selected selected ->
          json.put("outcome", "selected")
              .put("node", selected.nodeName())
              .put("evaluated", selected.evaluated())
              .put("feasible", selected.feasible());
      case ScheduleResult.Unfit unfit -> {
        json.put("outcome", "unfit").put("message", unfit.diagnosis().message());
        preemption(json, unfit.diagnosis().preemption());
      }
      case ScheduleResult.Aborted aborted ->
          json.put("outcome", "error").put("message", aborted.error().message());
    }
  }

  private void details(ObjectNode json, DecisionRecord details) {
    json.put("nodes", details.nodes());
    ArrayNode rejections = json.putArray("rejections");
    details.rejections().forEach(rejection -> rejection(rejections.addObject(), rejection));
    json.put("otherRejections", details.otherRejections());
    ArrayNode best = json.putArray("best");
    for (DecisionRecord.ScoredNode node : details.best()) {
      ArrayNode scores =
          best.addObject().put("node", node.node()).put("total", node.total()).putArray("scores");
      for (PluginScore score : node.scores()) {
        scores.addObject().put("plugin", score.plugin()).put("score", score.score());
      }
    }
  }

  private void rejection(ObjectNode json, DecisionRecord.Rejection rejection) {
    Status status = rejection.status();
    json.put("plugin", status.plugin()).put("verdict", verdict(status));
    ArrayNode reasons = json.putArray("reasons");
    status.reasons().forEach(reasons::add);
    json.put("nodes", rejection.nodes());
    ArrayNode examples = json.putArray("examples");
    for (DecisionRecord.Example example : rejection.examples()) {
      ArrayNode lacking = examples.addObject().put("node", example.node()).putArray("short");
      for (Shortfall shortfall : example.shortfalls()) {
        shortfall(lacking.addObject(), example.node(), shortfall);
      }
    }
  }

  private static String verdict(Status status) {
    return switch (status) {
      case Status.UnschedulableAndUnresolvable _ -> "unresolvable";
      case Status.Pending _ -> "pending";
      case Status.Error _ -> "error";
      case Status.Unschedulable _, Status.Wait _, Status.Skip _, Status.Success _ ->
          "unschedulable";
    };
  }

  private void shortfall(ObjectNode json, String node, Shortfall shortfall) {
    json.put("resource", shortfall.resource());
    json.put("needed", shortfall.needed()).put("free", shortfall.free());
    if (live instanceof LiveFacts.Answered answered) {
      Resources allocatable = answered.allocatable().get(node);
      if (allocatable != null) {
        json.put("allocatable", allocatable.get(ResourceName.of(shortfall.resource())));
      }
    }
  }

  private static void aftermath(ObjectNode json, Aftermath aftermath) {
    switch (aftermath) {
      case Aftermath.None _ -> {}
      case Aftermath.Bound(String node) ->
          json.putObject("aftermath").put("state", "bound").put("node", node);
      case Aftermath.BoundElsewhere(String node) ->
          json.putObject("aftermath").put("state", "bound-elsewhere").put("node", node);
      case Aftermath.Undone(String node, Status status) ->
          json.putObject("aftermath")
              .put("state", "undone")
              .put("node", node)
              .put("message", status.message());
    }
  }
}
