package dev.berth.pipeline;

import static dev.berth.pipeline.Scripted.plugin;
import static dev.berth.pipeline.Trial.POD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.cluster.ClusterMirror;
import dev.berth.config.NodeResourcesFitArgs;
import dev.berth.config.ResourceWeight;
import dev.berth.config.ScoringStrategy;
import dev.berth.framework.PreFilterResult;
import dev.berth.framework.Shortfall;
import dev.berth.framework.Status;
import dev.berth.model.Node;
import dev.berth.model.PodInfo;
import dev.berth.model.Refusal;
import dev.berth.model.ResourceName;
import dev.berth.plugins.Make;
import dev.berth.plugins.noderesources.NodeResourcesFit;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What an attempt leaves behind, and how large it may be. */
@ParameterizedClass
@EnumSource(EvaluationMode.class)
record DecisionRecordTest(EvaluationMode mode) {

  private static final String LONG = "x".repeat(240);

  @Test
  void statuses_areCounted_mostFrequentFirst_withThreeExamplesEach() {
    DecisionRecord record =
        new Trial(mode)
            .manyNodes(10)
            .filter(
                plugin("A").onFilter(node -> passUnless(number(node) < 2, "few")),
                plugin("B").onFilter(node -> passUnless(number(node) < 9, "many")))
            .schedule(POD)
            .record();

    assertThat(record.nodes()).isEqualTo(10);
    assertThat(record.feasible()).isEqualTo(1);
    assertThat(record.otherRejections()).isZero();
    assertThat(record.rejections())
        .containsExactly(
            rejection(Status.unschedulable("many").by("B"), 7, "n2", "n3", "n4"),
            rejection(Status.unschedulable("few").by("A"), 2, "n0", "n1"));
    assertThat(record.best()).as("a single node is not scored").isEmpty();
  }

  @Test
  void equallyFrequentStatuses_areInOrderOfPluginAndText_whateverCameFirst() {
    List<String> texts = new ArrayList<>(List.of("b", "c", "a"));
    Trial trial =
        new Trial(mode)
            .manyNodes(4)
            .filter(
                plugin("Z")
                    .onFilter(
                        node ->
                            number(node) < 3
                                ? Status.unschedulable(texts.get(number(node)))
                                : Status.success()),
                plugin("Y").onFilter(node -> passUnless(true, "z")));

    List<Status> first = statuses(trial.schedule(POD).record());
    Collections.reverse(texts);

    assertThat(statuses(trial.schedule(POD).record())).isEqualTo(first);
    assertThat(first)
        .extracting(Status::message)
        .as("plugin Y before plugin Z")
        .containsExactly("z", "a", "b", "c");
  }

  @Test
  void moreStatusesThanARecordNames_areCountedTogether() {
    DecisionRecord record =
        new Trial(mode)
            .manyNodes(30)
            .filter(
                plugin("A").onFilter(node -> Status.unschedulable("reason " + number(node) % 12)))
            .schedule(POD)
            .record();

    // 12 texts: six on 3 nodes, six on 2.
    assertThat(record.rejections()).hasSize(DecisionRecord.MAX_STATUSES);
    assertThat(record.rejections().stream().mapToInt(DecisionRecord.Rejection::nodes).sum())
        .isEqualTo(6 * 3 + 2 * 2);
    assertThat(record.otherRejections()).isEqualTo(4 * 2);
  }

  @Test
  void examples_areTheNearestMisses_withWhatIsNeededAndFree() {
    PodInfo pod = Make.pod("pod").requests(Make.requests("cpu=2", "memory=100")).build();
    Trial trial = withFit();
    List<String> cpus = List.of("1", "1500m", "500m", "1900m", "1200m");
    for (int i = 0; i < cpus.size(); i++) {
      trial.node(node("n" + i, "cpu=" + cpus.get(i), "memory=1000"));
    }

    DecisionRecord.Rejection rejection = trial.schedule(pod).record().rejections().getFirst();

    assertThat(rejection.nodes()).isEqualTo(5);
    assertThat(rejection.examples())
        .containsExactly(
            example("n3", new Shortfall("cpu", 2000, 1900)),
            example("n1", new Shortfall("cpu", 2000, 1500)),
            example("n4", new Shortfall("cpu", 2000, 1200)));
  }

  @Test
  void aMissOfSeveralResources_isAsFarAsItsWorst() {
    PodInfo pod = Make.pod("pod").requests(Make.requests("cpu=1", "memory=1000")).build();
    Trial trial =
        withFit()
            .node(node("far", "cpu=999m", "memory=100"))
            .node(node("near", "cpu=500m", "memory=500"));

    assertThat(trial.schedule(pod).record().rejections().getFirst().examples())
        .containsExactly(
            example("near", new Shortfall("cpu", 1000, 500), new Shortfall("memory", 1000, 500)),
            example("far", new Shortfall("cpu", 1000, 999), new Shortfall("memory", 1000, 100)));
  }

  @Test
  void roomTakenByNominatedPods_isNotFree() {
    PodInfo pod = Make.pod("pod").requests(Make.requests("cpu=2")).build();
    PodInfo rival = Make.pod("rival").priority(1).requests(Make.requests("cpu=1")).build();
    Trial trial = withFit().node(node("a", "cpu=2500m")).nominate(rival, "a");

    assertThat(trial.schedule(pod).record().rejections().getFirst().examples())
        .containsExactly(example("a", new Shortfall("cpu", 2000, 1500)));
  }

  @Test
  void bestNodes_areTheTopFive_withEachPluginsPart() {
    DecisionRecord record =
        new Trial(mode)
            .manyNodes(8)
            .score(plugin("A").onScore(node -> 10L * number(node.name())), 2)
            .score(plugin("B").onScore(node -> 5))
            .schedule(POD)
            .record();

    assertThat(record.best())
        .extracting(DecisionRecord.ScoredNode::node)
        .containsExactly("n7", "n6", "n5", "n4", "n3");
    assertThat(record.best().getFirst())
        .isEqualTo(
            new DecisionRecord.ScoredNode(
                "n7", 145, List.of(new PluginScore("A", 140), new PluginScore("B", 5))));
    assertThat(record.feasible()).isEqualTo(8);
    assertThat(record.rejections()).isEmpty();
  }

  @Test
  void viewGeneration_isThatOfTheViewThatWasJudged() {
    Trial trial = new Trial(mode).nodes("a", "b");
    long before = trial.schedule(POD).record().viewGeneration();

    assertThat(trial.schedule(POD).record().viewGeneration()).isEqualTo(before);
    trial.nodes("c");
    assertThat(trial.schedule(POD).record().viewGeneration()).isGreaterThan(before);
  }

  @Test
  void anAbortedAttempt_leavesARecordToo() {
    ScheduleResult inFilter =
        new Trial(mode)
            .nodes("a", "b")
            .filter(
                plugin("A")
                    .onFilter(
                        node -> node.equals("a") ? Status.error("x") : Status.unschedulable("y")))
            .schedule(POD);
    ScheduleResult inPreFilter =
        new Trial(mode)
            .nodes("a", "b")
            .preFilter(plugin("A").onPreFilter(PreFilterResult.failed(Status.error("x"))))
            .schedule(POD);

    assertThat(inFilter.record().rejections()).hasSize(2);
    assertThat(inPreFilter.record()).isEqualTo(DecisionRecord.withoutNodes(2, 2, 0));
  }

  @Test
  void aPodThatIsRejectedAsAWhole_isSoOnEveryNode_withoutExamples() {
    Scripted rejects =
        plugin("A")
            .onPreFilter(PreFilterResult.failed(Status.unschedulable("x")))
            .onShortfalls(node -> List.of(new Shortfall("never", 1, 0)));
    DecisionRecord record =
        new Trial(mode).nodes("a", "b").preFilter(rejects).filter(rejects).schedule(POD).record();
    PodInfo refused = Make.pod("p").refusals(List.of(new Refusal.UnknownField("spec.x"))).build();
    DecisionRecord ofRefused = new Trial(mode).nodes("a").schedule(refused).record();

    assertThat(record.rejections())
        .containsExactly(rejection(Status.unschedulable("x").by("A"), 2));
    assertThat(ofRefused.rejections()).singleElement().extracting("nodes").isEqualTo(1);
  }

  @Test
  void anEmptyCluster_leavesARecordOfNoNodes() {
    assertThat(new Trial(mode).schedule(POD).record().nodes()).isZero();
  }

  @Test
  void recordingOff_leavesNothing() {
    Trial selects = new Trial(mode).manyNodes(3).recording(Recording.OFF);
    Trial rejects =
        new Trial(mode)
            .manyNodes(3)
            .recording(Recording.OFF)
            .filter(plugin("A").onFilter(node -> Status.unschedulable("x")));
    Trial rejectsAsAWhole =
        new Trial(mode)
            .manyNodes(3)
            .recording(Recording.OFF)
            .preFilter(plugin("A").onPreFilter(PreFilterResult.failed(Status.unschedulable("x"))));
    PodInfo promised = Make.pod("p").nominatedNodeName("n1").build();

    assertThat(selects.schedule(POD).record()).isSameAs(DecisionRecord.NONE);
    assertThat(selects.schedule(promised).record()).isSameAs(DecisionRecord.NONE);
    assertThat(rejects.schedule(POD).record()).isSameAs(DecisionRecord.NONE);
    assertThat(rejectsAsAWhole.schedule(POD).record()).isSameAs(DecisionRecord.NONE);
  }

  @Test
  void longNames_andManyShortfalls_takeNoMoreThanTheBound() {
    List<Shortfall> many =
        IntStream.range(0, 40)
            .mapToObj(i -> new Shortfall("example.com/" + LONG + i, Long.MAX_VALUE, Long.MIN_VALUE))
            .toList();
    Trial trial = new Trial(mode);
    IntStream.range(0, 60).forEach(i -> trial.nodes(LONG + "-" + i));
    trial.filter(
        plugin("A")
            .onFilter(node -> Status.unschedulable(LONG, "kind " + node.hashCode() % 10))
            .onShortfalls(node -> many));

    DecisionRecord record = trial.schedule(POD).record();

    assertThat(json(record)).hasSizeLessThanOrEqualTo(DecisionRecord.MAX_BYTES);
    assertThat(record.rejections()).hasSize(DecisionRecord.MAX_STATUSES);
    assertThat(nodesCounted(record)).isEqualTo(60);
  }

  @Test
  void anEndlessReason_isLeftOut_butItsNodesAreCounted() {
    DecisionRecord record =
        new Trial(mode)
            .nodes("a", "b", "c")
            .filter(
                plugin("A").onFilter(node -> passUnless(!node.equals("c"), LONG.repeat(100))),
                plugin("B").onFilter(node -> Status.unschedulable("short")))
            .schedule(POD)
            .record();

    assertThat(json(record)).hasSizeLessThanOrEqualTo(DecisionRecord.MAX_BYTES);
    assertThat(record.rejections())
        .containsExactly(rejection(Status.unschedulable("short").by("B"), 1, "c"));
    assertThat(record.otherRejections()).isEqualTo(2);
  }

  @Test
  void manyScorePlugins_leaveFewerBestNodes() {
    Trial trial = new Trial(mode).manyNodes(9);
    for (int i = 0; i < 30; i++) {
      trial.score(plugin("ScorePluginWithAName" + i).onScore(node -> 100), 1_000_000);
    }

    DecisionRecord record = trial.schedule(POD).record();

    assertThat(json(record)).hasSizeLessThanOrEqualTo(DecisionRecord.MAX_BYTES);
    assertThat(record.best()).hasSizeBetween(1, 3);
  }

  @Test
  void anOrdinaryRecord_isNotCutShort() {
    Trial trial = withFit();
    for (int i = 0; i < 40; i++) {
      trial.node(
          node(
              "worker-pool-a-" + i + ".example.com",
              "cpu=" + (i % 2) * 4,
              "memory=" + (i / 2 % 2) * 4 + "Gi"));
    }
    PodInfo pod = Make.pod("pod").requests(Make.requests("cpu=5", "memory=5Gi")).build();

    DecisionRecord record = trial.schedule(pod).record();

    assertThat(json(record)).hasSizeLessThanOrEqualTo(DecisionRecord.MAX_BYTES);
    assertThat(record.rejections()).allSatisfy(r -> assertThat(r.examples()).hasSize(3));
  }

  private Trial withFit() {
    NodeResourcesFit plugin =
        new NodeResourcesFit(
            new NodeResourcesFitArgs(
                List.of(),
                List.of(),
                new ScoringStrategy.LeastAllocated(
                    List.of(new ResourceWeight(ResourceName.CPU, 1)))),
            new ClusterMirror().listers());
    return new Trial(mode).preFilter(plugin).filter(plugin);
  }

  private static Node.Builder node(String name, String... amounts) {
    List<String> all = new ArrayList<>(List.of(amounts));
    all.add("pods=10");
    return Make.node(name).allocatable(Make.resources(all.toArray(String[]::new)));
  }

  /** A record as a person would be given it. */
  private static byte[] json(DecisionRecord record) {
    String rejections =
        record.rejections().stream()
            .map(
                r ->
                    "{\"status\":{\"code\":\""
                        + r.status().getClass().getSimpleName()
                        + "\",\"plugin\":\""
                        + r.status().plugin()
                        + "\",\"reasons\":"
                        + array(r.status().reasons().stream().map(s -> '"' + s + '"').toList())
                        + "},\"nodes\":"
                        + r.nodes()
                        + ",\"examples\":"
                        + array(r.examples().stream().map(DecisionRecordTest::json).toList())
                        + "}")
            .collect(Collectors.joining(",", "[", "]"));
    String best =
        array(
            record.best().stream()
                .map(
                    n ->
                        "{\"node\":\""
                            + n.node()
                            + "\",\"total\":"
                            + n.total()
                            + ",\"scores\":"
                            + array(n.scores().stream().map(DecisionRecordTest::json).toList())
                            + "}")
                .toList());
    return ("{\"viewGeneration\":"
            + record.viewGeneration()
            + ",\"nodes\":"
            + record.nodes()
            + ",\"feasible\":"
            + record.feasible()
            + ",\"rejections\":"
            + rejections
            + ",\"otherRejections\":"
            + record.otherRejections()
            + ",\"best\":"
            + best
            + "}")
        .getBytes(StandardCharsets.UTF_8);
  }

  private static String json(DecisionRecord.Example example) {
    List<String> shortfalls =
        example.shortfalls().stream()
            .map(
                s ->
                    "{\"resource\":\"%s\",\"needed\":%d,\"free\":%d}"
                        .formatted(s.resource(), s.needed(), s.free()))
            .toList();
    return "{\"node\":\"" + example.node() + "\",\"shortfalls\":" + array(shortfalls) + "}";
  }

  private static String json(PluginScore score) {
    return "{\"plugin\":\"%s\",\"score\":%d}".formatted(score.plugin(), score.score());
  }

  private static String array(List<String> elements) {
    return "[" + String.join(",", elements) + "]";
  }

  private static int nodesCounted(DecisionRecord record) {
    return record.otherRejections()
        + record.rejections().stream().mapToInt(DecisionRecord.Rejection::nodes).sum();
  }

  private static List<Status> statuses(DecisionRecord record) {
    return record.rejections().stream().map(DecisionRecord.Rejection::status).toList();
  }

  private static DecisionRecord.Rejection rejection(Status status, int count, String... nodes) {
    return new DecisionRecord.Rejection(
        status, count, Stream.of(nodes).map(node -> example(node)).toList());
  }

  private static DecisionRecord.Example example(String node, Shortfall... shortfalls) {
    return new DecisionRecord.Example(node, List.of(shortfalls));
  }

  private static Status passUnless(boolean rejected, String reason) {
    return rejected ? Status.unschedulable(reason) : Status.success();
  }

  private static int number(String node) {
    return Integer.parseInt(node.substring(1));
  }
}
