package dev.berth.explain;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.cycle.ObjectKind;
import dev.berth.framework.Status;
import dev.berth.model.PodInfo;
import dev.berth.plugins.Make;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

final class ExplainRoutesTest {

  @Test
  void unschedulablePod_isExplainedWithCountsAndWhatTheNearestNodesLack() throws Exception {
    try (ExplainBed bed = ExplainBed.start()) {
      bed.node("n1", "cpu=4", "memory=8Gi", "pods=10")
          .node("n2", "cpu=2", "memory=8Gi", "pods=10")
          .node(
              Make.node("n3")
                  .uid("uid-n3")
                  .allocatable(Make.resources("cpu=16", "memory=8Gi", "pods=10"))
                  .taints(List.of(Make.taint("team=a:NoSchedule"))))
          .seen(ExplainBed.pod("placed", "cpu=2700m").nodeName("n1"))
          .seen(ExplainBed.pod("big", "cpu=3"))
          .run();

      JsonNode why = bed.why("big");

      String wantMessage =
          "0/3 nodes are available: 1 node(s) had untolerated taint(s), 2 Insufficient cpu.";
      JsonNode decision = why.path("decision");
      assertThat(decision.path("outcome").asText()).isEqualTo("unfit");
      assertThat(decision.path("message").asText()).startsWith(wantMessage);
      assertThat(decision.path("startedAt").asText()).isEqualTo("2026-03-01T10:00:00Z");
      JsonNode full = rejection(decision, "NodeResourcesFit", "unschedulable");
      assertThat(full.path("nodes").asInt()).isOne();
      assertThat(full.path("reasons").toString()).isEqualTo("[\"Insufficient cpu\"]");
      assertThat(full.path("examples").path(0).toString())
          .isEqualTo(
              """
              {"node":"n1","short":[{"resource":"cpu","needed":3000,"free":1300,"allocatable":4000}]}\
              """);
      JsonNode tooSmall = rejection(decision, "NodeResourcesFit", "unresolvable");
      assertThat(tooSmall.path("examples").path(0).toString())
          .isEqualTo(
              """
              {"node":"n2","short":[{"resource":"cpu","needed":3000,"free":2000,"allocatable":2000}]}\
              """);
      JsonNode tainted = rejection(decision, "TaintToleration", "unresolvable");
      assertThat(tainted.path("examples").toString())
          .isEqualTo(
              """
              [{"node":"n3","short":[]}]\
              """);
    }
  }

  private static JsonNode rejection(JsonNode decision, String plugin, String verdict) {
    for (JsonNode rejection : decision.path("rejections")) {
      if (rejection.path("plugin").asText().equals(plugin)
          && rejection.path("verdict").asText().equals(verdict)) {
        return rejection;
      }
    }
    throw new AssertionError("nothing of " + plugin + " in " + decision);
  }

  @Test
  void podThatWouldPreempt_isExplainedWithThePlan() throws Exception {
    try (ExplainBed bed = ExplainBed.start()) {
      bed.node("n1", "cpu=4", "memory=8Gi", "pods=20");
      for (int i = 10; i < 22; i++) {
        bed.seen(ExplainBed.pod("low" + i, "cpu=100m").nodeName("n1").priority(i));
      }
      bed.seen(ExplainBed.pod("high", "cpu=3950m").priority(100)).run();

      JsonNode decision = bed.why("high").path("decision");
      assertThat(decision.path("message").asText())
          .isEqualTo("0/1 nodes are available: 1 Insufficient cpu.");
      JsonNode plan = decision.path("preemption");
      assertThat(plan.path("node").asText()).isEqualTo("n1");
      assertThat(plan.path("victims").asInt()).isEqualTo(12);
      assertThat(plan.path("budgetViolations").asInt()).isZero();
      assertThat(plan.path("carriedOut").asBoolean(true)).isFalse();
      assertThat(plan.path("mostImportant")).hasSize(10);
      assertThat(plan.at("/mostImportant/0/pod").asText()).isEqualTo("default/low21");
      assertThat(plan.at("/mostImportant/0/priority").asInt()).isEqualTo(21);
    }
  }

  @Test
  void unschedulablePod_saysWhatWakesItAndWhenItIsTriedAnyway() throws Exception {
    try (ExplainBed bed = ExplainBed.start()) {
      bed.node("n1", "cpu=4", "memory=8Gi", "pods=10").seen(ExplainBed.pod("big", "cpu=6")).run();

      JsonNode live = bed.why("big").path("live");

      assertThat(live.path("place").asText()).isEqualTo("unschedulable");
      assertThat(live.path("attempts").asInt()).isOne();
      assertThat(live.path("queuedAt").asText()).isEqualTo("2026-03-01T10:00:00Z");
      assertThat(live.path("flushedAt").asText())
          .as("the first flush, every 30 s, after more than 5 minutes")
          .isEqualTo("2026-03-01T10:05:30Z");
      assertThat(live.path("wokenBy").path(0).path("plugin").asText())
          .isEqualTo("NodeResourcesFit");
      assertThat(live.path("wokenBy").path(0).path("events").toString())
          .contains("NodeAddUpdateNodeAllocatable");

      bed.at(ExplainBed.START.plus(Duration.ofSeconds(331))).run();
      assertThat(bed.why("big").path("live").path("attempts").asInt())
          .as("it was tried when it was said to be")
          .isEqualTo(2);
    }
  }

  @Test
  void placedPod_isExplainedByItsScores() throws Exception {
    try (ExplainBed bed = ExplainBed.start()) {
      bed.node("n1", "cpu=4", "memory=8Gi", "pods=10")
          .node("n2", "cpu=8", "memory=8Gi", "pods=10")
          .seen(ExplainBed.pod("web", "cpu=1"))
          .settle();

      JsonNode why = bed.why("web");

      assertThat(why.path("live").path("place").asText()).isIn("binding", "placed");
      JsonNode decision = why.path("decision");
      assertThat(decision.path("node").asText()).isEqualTo("n2");
      assertThat(decision.path("aftermath").path("state").asText()).isEqualTo("bound");
      assertThat(decision.path("best")).hasSize(2);
      JsonNode best = decision.path("best").path(0);
      long wantTotal = 0;
      for (JsonNode score : best.path("scores")) {
        wantTotal += score.path("score").asLong();
      }
      assertThat(best.path("total").asLong()).isEqualTo(wantTotal).isPositive();
    }
  }

  @Test
  void gatedPod_isToldItsGates() throws Exception {
    try (ExplainBed bed = ExplainBed.start()) {
      bed.seen(ExplainBed.pod("gated").schedulingGates(List.of("example.com/a", "b"))).run();

      JsonNode why = bed.why("gated");

      assertThat(why.path("live").path("place").asText()).isEqualTo("gated");
      assertThat(why.path("live").path("gatedBy").asText()).isEqualTo("SchedulingGates");
      assertThat(why.path("live").path("gates").toString()).isEqualTo("[\"example.com/a\",\"b\"]");
      assertThat(why.path("live").has("flushedAt")).isFalse();
      assertThat(why.has("decision")).isFalse();
    }
  }

  @Test
  void heldPod_saysWhoHoldsItAndUntilWhen() throws Exception {
    try (ExplainBed bed = ExplainBed.start()) {
      bed.node("n1", "cpu=4", "pods=10").seen(ExplainBed.pod("held", "cpu=1")).run();

      JsonNode live = bed.why("held").path("live");

      assertThat(live.path("place").asText()).isEqualTo("held-in-permit");
      assertThat(live.path("node").asText()).isEqualTo("n1");
      assertThat(live.path("heldBy").toString())
          .isEqualTo(
              """
              [{"plugin":"Holding","until":"2026-03-01T10:01:00Z"}]\
              """);
    }
  }

  @Test
  void bindingUnderWay_isSaid_andItsFailureToo() throws Exception {
    try (ExplainBed bed = ExplainBed.start()) {
      CompletableFuture<Status> reply = bed.nextBinding();
      bed.node("n1", "cpu=4", "pods=10").seen(ExplainBed.pod("web", "cpu=1")).run();
      assertThat(bed.why("web").path("live").path("place").asText()).isEqualTo("binding");

      reply.complete(Status.error("the API server said no"));
      bed.settle();

      JsonNode why = bed.why("web");
      assertThat(why.path("live").path("place").asText()).isEqualTo("backoff");
      assertThat(why.path("live").has("backoffOverAt")).isTrue();
      JsonNode aftermath = why.path("decision").path("aftermath");
      assertThat(aftermath.path("state").asText()).isEqualTo("undone");
      assertThat(aftermath.path("message").asText()).contains("the API server said no");
    }
  }

  @Test
  void podThatSomebodyElseHasBound_isPlacedWithoutOurDecision() throws Exception {
    try (ExplainBed bed = ExplainBed.start()) {
      PodInfo.Builder pod = ExplainBed.pod("big", "cpu=6");
      bed.node("n1", "cpu=4", "pods=10").seen(pod).run();
      bed.seen(pod.nodeName("n1")).run();

      JsonNode why = bed.why("big");

      assertThat(why.path("live").path("place").asText()).isEqualTo("placed");
      assertThat(why.path("live").path("node").asText()).isEqualTo("n1");
      assertThat(why.path("decision").path("outcome").asText()).isEqualTo("unfit");
    }
  }

  @Test
  void unknownPod_is404WithTheProfilesThatWeScheduleFor() throws Exception {
    try (ExplainBed bed = ExplainBed.start()) {
      HttpResponse<byte[]> answer = bed.ask("/explain/pods/default/nobody");

      assertThat(answer.statusCode()).isEqualTo(404);
      JsonNode json = Objects.requireNonNull(WhyReport.explanation(answer.body()));
      assertThat(json.path("live").path("place").asText()).isEqualTo("unknown");
      assertThat(json.path("scheduler").path("profiles").toString()).isEqualTo("[\"berth\"]");
    }
  }

  @Test
  void evictedDecision_leavesWhatTheLoopKnows() throws Exception {
    try (ExplainBed bed = new ExplainBed(ExplainBed.LONG, 600, EnumSet.noneOf(ObjectKind.class))) {
      bed.node("n1", "cpu=4", "pods=10");
      for (String name : List.of("a", "b", "c", "d")) {
        bed.seen(ExplainBed.pod(name, "cpu=6"));
      }
      bed.run();

      JsonNode why = bed.why("a");

      assertThat(why.has("decision")).isFalse();
      assertThat(why.path("live").path("place").asText()).isEqualTo("unschedulable");
      assertThat(bed.why("d").has("decision")).as("the newest is kept").isTrue();
    }
  }

  @Test
  void loopThatHangs_isSaid_andTheRecordIsGivenAllTheSame() throws Exception {
    try (ExplainBed bed =
        new ExplainBed(Duration.ofMillis(50), 1 << 20, EnumSet.noneOf(ObjectKind.class))) {
      bed.node("n1", "cpu=4", "pods=10").seen(ExplainBed.pod("big", "cpu=6")).run();

      HttpResponse<byte[]> answer = bed.askWithoutLoop("/explain/pods/default/big");

      assertThat(answer.statusCode()).isEqualTo(200);
      JsonNode why = Objects.requireNonNull(WhyReport.explanation(answer.body()));
      assertThat(why.path("live").toString())
          .isEqualTo(
              """
              {"answered":false,"waitedMillis":50}\
              """);
      assertThat(why.path("decision").path("message").asText()).contains("1 Insufficient cpu");
    }
  }

  @Test
  void standby_saysThatItStandsByAndWhoLeads() throws Exception {
    try (ExplainBed bed = ExplainBed.start()) {
      bed.replica(new Replica("me_1", false, "other_2"));

      JsonNode scheduler = bed.why("nobody").path("scheduler");

      assertThat(scheduler.path("leads").asBoolean()).isFalse();
      assertThat(scheduler.path("leader").asText()).isEqualTo("other_2");
    }
  }

  @Test
  void pathThatNamesNoPod_isRefused() throws Exception {
    try (ExplainBed bed = ExplainBed.start()) {
      for (String path : List.of("a", "a/", "/b", "a/b/c")) {
        assertThat(bed.ask("/explain/pods/" + path).statusCode()).as(path).isEqualTo(400);
      }
    }
  }
}
