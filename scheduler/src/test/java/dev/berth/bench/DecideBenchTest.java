package dev.berth.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.pipeline.EvaluationMode;
import dev.berth.pipeline.Recording;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Structure and repeatability; never a time. */
final class DecideBenchTest {

  private static final List<Recording> BOTH = List.of(Recording.OFF, Recording.ON);

  private static final Duration A_MOMENT = Duration.ofNanos(1);

  private static DecideSettings settings(Workload workload, List<Integer> nodes, int pods) {
    return new DecideSettings(workload, nodes, pods, 0, 7, BOTH, EvaluationMode.FAST, A_MOMENT, 2);
  }

  private static DecideSettings settings(long seed, EvaluationMode mode, Workload workload) {
    return new DecideSettings(
        workload, List.of(9), 60, 12, seed, List.of(Recording.OFF), mode, Duration.ZERO, 1);
  }

  private static DecideReport run(DecideSettings settings) {
    return DecideBench.run(settings, what -> {});
  }

  private static String placements(DecideSettings settings) {
    return run(settings).results().getFirst().quality().placements();
  }

  @ParameterizedTest
  @EnumSource
  void podsOfEveryWorkload_arePlaced_butThoseThatAreTooLarge(Workload workload) {
    DecideSettings settings =
        new DecideSettings(
            workload,
            List.of(40),
            20,
            15,
            7,
            List.of(Recording.ON),
            EvaluationMode.FAST,
            Duration.ZERO,
            1);

    Quality quality = run(settings).results().getFirst().quality();

    assertThat(quality.unplaced()).isEqualTo(workload == Workload.UNSCHEDULABLE ? 2 : 0);
    assertThat(quality.placed() + quality.unplaced()).isEqualTo(20);
  }

  @Test
  void devices_areGivenOnce() {
    SizeResult result =
        run(settings(Workload.RESOURCE_CLAIM_TEMPLATE, List.of(2), 23)).results().getFirst();

    assertThat(result.quality().placed()).isEqualTo(2 * 10);
    assertThat(result.quality().unplaced()).isEqualTo(3);
  }

  @Test
  void eachSize_isMeasuredWithoutAndWithRecords() {
    DecideReport report = run(settings(Workload.BASIC, List.of(3, 5), 20));

    assertThat(report.results())
        .extracting(SizeResult::nodes, SizeResult::recording)
        .containsExactly(
            tuple(3, Recording.OFF),
            tuple(3, Recording.ON),
            tuple(5, Recording.OFF),
            tuple(5, Recording.ON));
  }

  @Test
  void everyDecisionOfEveryRound_isASample() {
    SizeResult result = run(settings(Workload.BASIC, List.of(3), 20)).results().getFirst();

    assertThat(result.rounds()).isEqualTo(2);
    assertThat(result.times().decision().count()).isEqualTo(40);
    assertThat(result.times().decisionCpu().count()).isEqualTo(40);
    assertThat(result.times().assume().count()).isEqualTo(40);
    assertThat(result.times().medianByRound()).hasSize(2);
    assertThat(result.times().medianByTenth()).hasSize(10);
    assertThat(result.allocation().perDecisionMedian()).isPositive();
    assertThat(result.warmUp().decisions()).isPositive();
  }

  @Test
  void onlyTheFirstDecisionsOfTheRun_areCold() {
    assertThat(run(settings(Workload.BASIC, List.of(3, 5), 5)).results())
        .extracting(result -> result.warmUp().coldJvm())
        .containsExactly(true, false, false, false);
  }

  @Test
  void podsBeyondTheCapacity_areUnplaced() {
    // A node has 4 CPUs and a pod wants a tenth of one.
    SizeResult result = run(settings(Workload.BASIC, List.of(2), 83)).results().getFirst();

    assertThat(result.quality().placed()).isEqualTo(80);
    assertThat(result.quality().unplaced()).isEqualTo(3);
    assertThat(result.quality().nodesUsed()).isEqualTo(2);
    assertThat(result.quality().podsPerNodeMin()).isEqualTo(40);
    assertThat(result.quality().podsPerNodeMax()).isEqualTo(40);
    assertThat(result.times().unplaced().count()).isEqualTo(2 * 3);
  }

  @Test
  void podsPlacedBefore_takeRoom() {
    DecideSettings settings =
        new DecideSettings(
            Workload.BASIC, List.of(2), 83, 30, 7, BOTH, EvaluationMode.FAST, Duration.ZERO, 1);

    assertThat(run(settings).results().getFirst().quality().placed()).isEqualTo(50);
  }

  @ParameterizedTest
  @EnumSource
  void sameSeed_placesAlike(Workload workload) {
    assertThat(placements(settings(1, EvaluationMode.FAST, workload)))
        .isEqualTo(placements(settings(1, EvaluationMode.FAST, workload)));
  }

  @ParameterizedTest
  @EnumSource
  void otherSeed_placesOtherwise(Workload workload) {
    assertThat(placements(settings(1, EvaluationMode.FAST, workload)))
        .isNotEqualTo(placements(settings(2, EvaluationMode.FAST, workload)));
  }

  @ParameterizedTest
  @EnumSource
  void scalarPath_placesLikeTheFastOne(Workload workload) {
    assertThat(placements(settings(1, EvaluationMode.FAST, workload)))
        .isEqualTo(placements(settings(1, EvaluationMode.SCALAR, workload)));
  }

  @Test
  void records_changeNoPlacement() {
    assertThat(run(settings(Workload.MANY_TEMPLATES, List.of(9), 60)).results())
        .extracting(result -> result.quality().placements())
        .containsOnly(placementsWithoutRecords());
  }

  private static String placementsWithoutRecords() {
    return run(settings(Workload.MANY_TEMPLATES, List.of(9), 60))
        .results()
        .getFirst()
        .quality()
        .placements();
  }

  @Test
  void progress_namesEachSizeAndRound() {
    List<String> told = new ArrayList<>();
    DecideBench.run(settings(Workload.BASIC, List.of(3), 5), told::add);

    assertThat(told)
        .containsExactly(
            "3 nodes, records off: warming up",
            "3 nodes, records off: round 1 of 2",
            "3 nodes, records off: round 2 of 2",
            "3 nodes, records on: warming up",
            "3 nodes, records on: round 1 of 2",
            "3 nodes, records on: round 2 of 2");
  }

  @Test
  void json_hasFiguresQualityMachineAndSeed() throws JsonProcessingException {
    JsonNode json = json(run(settings(Workload.BASIC, List.of(3, 5), 20)));

    assertThat(json.path("workload").asText()).isEqualTo("SchedulingBasic");
    assertThat(json.path("seed").asLong()).isEqualTo(7);
    assertThat(json.path("machine").path("cores").asInt()).isPositive();
    assertThat(json.path("machine").path("jvm").asText()).isNotEmpty();
    assertThat(json.path("results")).hasSize(4);
    JsonNode result = json.path("results").get(1);
    assertThat(result.path("records").asText()).isEqualTo("on");
    assertThat(result.path("decisionMicros").path("p50").isNumber()).isTrue();
    assertThat(result.path("decisionMicros").path("p99").isNumber()).isTrue();
    assertThat(result.path("decisionMicros").path("max").isNumber()).isTrue();
    assertThat(result.path("allocatedBytes").path("perDecision").asLong()).isPositive();
    assertThat(result.path("quality").path("podsPlaced").asInt()).isEqualTo(20);
    assertThat(json.path("slopeOfLogP50OnLogNodes").path("off").path("wall").isNumber()).isTrue();
  }

  @Test
  void json_ofOneSize_hasNoSlope() throws JsonProcessingException {
    JsonNode json = json(run(settings(Workload.BASIC, List.of(3), 20)));

    assertThat(json.has("slopeOfLogP50OnLogNodes")).isFalse();
  }

  private static JsonNode json(DecideReport report) throws JsonProcessingException {
    StringWriter text = new StringWriter();
    DecideJson.print(report, new PrintWriter(text));
    return new ObjectMapper().readTree(text.toString());
  }

  @Test
  void table_hasALinePerResultUnderOneHeader() {
    StringWriter text = new StringWriter();
    DecideTable.print(run(settings(Workload.BASIC, List.of(3, 5), 20)), new PrintWriter(text));

    assertThat(text.toString().lines().filter(line -> line.matches("( *)([35] +o(n|ff)|nodes ).*")))
        .hasSize(5);
  }
}
