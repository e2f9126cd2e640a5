package dev.berth.sandbox.census;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.sandbox.demo.Expectation;
import dev.berth.sandbox.objects.Kind;
import dev.berth.sandbox.objects.Kinds;
import dev.berth.sandbox.objects.KubeObject;
import dev.berth.sandbox.objects.ObjectKey;
import dev.berth.sandbox.store.ObjectStore;
import dev.berth.sandbox.view.Situation.Counts;
import dev.berth.sandbox.view.Situation.NodeFill;
import dev.berth.sandbox.view.Situation.Reason;
import dev.berth.sandbox.view.Situation.Waiting;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

final class CensusTest {
  private static final Set<String> SCHEDULERS = Set.of("berth", "default-scheduler");
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final int WINDOW = 100;

  private final ObjectStore store = new ObjectStore(WINDOW);
  private final Census census = new Census(store, SCHEDULERS);

  private KubeObject create(Kind kind, String yaml) {
    ObjectNode tree = MAPPER.valueToTree(new Yaml().load(yaml));
    return store.create(KubeObject.of(kind, tree));
  }

  private void node(String name, String spec) {
    create(
        Kinds.NODE,
        """
        metadata: {name: %s, uid: %s, labels: {topology.kubernetes.io/zone: east}}
        spec: {%s}
        status: {allocatable: {cpu: "4", memory: 8Gi, pods: "10", example.com/gpu: "2"}}
        """
            .formatted(name, name, spec));
  }

  private ObjectKey pod(String name, String spec, String status) {
    return create(
            Kinds.POD,
            """
            metadata: {name: %s, namespace: default, uid: %s}
            spec:
              schedulerName: berth
              containers: [{name: c, resources: {requests: {cpu: "1", memory: 4Gi}}}]
              %s
            status: {%s}
            """
                .formatted(name, name, spec, status))
        .key();
  }

  private void bind(ObjectKey pod, String node) {
    store.update(
        Kinds.POD, pod, old -> old.with(tree -> tree.withObject("/spec").put("nodeName", node)));
  }

  private Counts counts() throws InterruptedException {
    census.catchUp();
    return census.counts(0);
  }

  @Test
  void everyPod_countsInOneState() throws InterruptedException {
    pod("new", "", "phase: Pending");
    pod("gated", "schedulingGates: [{name: example.com/hold}]", "phase: Pending");
    pod(
        "unfit",
        "",
        "phase: Pending, conditions: [{type: PodScheduled, status: 'False', reason: Unschedulable,"
            + " message: '0/1 nodes are available: 1 Insufficient cpu.'}]");
    pod("bound", "nodeName: n1", "phase: Pending");
    pod("runs", "nodeName: n1", "phase: Running");
    pod("done", "nodeName: n1", "phase: Succeeded");
    pod("refused", "nodeName: n1", "phase: Failed, reason: OutOfcpu, message: too much");

    assertThat(counts()).isEqualTo(new Counts(0, 1, 2, 1, 1));
    assertThat(census.pods()).isEqualTo(7);
    assertThat(census.failed()).isEqualTo(1);
    assertThat(census.underWay()).as("new and bound").isEqualTo(2);
    assertThat(census.waiting())
        .containsExactly(
            new Waiting("gated", Reason.GATED, "gated by example.com/hold"),
            new Waiting("new", Reason.PENDING, "not tried yet"),
            new Waiting("unfit", Reason.UNSCHEDULABLE, "1 Insufficient cpu"));
  }

  @Test
  void podOfASchedulerThatIsNotHere_isPending_butNotUnderWay() throws InterruptedException {
    create(
        Kinds.POD,
        "{metadata: {name: p, namespace: team, uid: u}, spec: {schedulerName: other, containers:"
            + " [{name: c}]}}");
    assertThat(counts()).isEqualTo(new Counts(0, 1, 0, 0, 0));
    assertThat(census.underWay()).isZero();
    assertThat(census.waiting())
        .containsExactly(new Waiting("team/p", Reason.PENDING, "there is no scheduler other here"));
  }

  @Test
  void podOfASchedulerThatIsNotHere_isPending_whateverThatOneHasWritten()
      throws InterruptedException {
    for (String name : new String[] {"unfit", "gated"}) {
      String gate = name.equals("gated") ? "schedulingGates: [{name: example.com/hold}], " : "";
      create(
          Kinds.POD,
          """
          metadata: {name: %s, namespace: default, uid: %s}
          spec: {schedulerName: other, %scontainers: [{name: c}]}
          status:
            phase: Pending
            conditions: [{type: PodScheduled, status: 'False', reason: Unschedulable, message: full}]
          """
              .formatted(name, name, gate));
    }
    assertThat(counts()).isEqualTo(new Counts(0, 2, 0, 0, 0));
    assertThat(census.unschedulable()).as("our scheduler knows none of them").isZero();
    assertThat(census.gated()).isZero();
  }

  @Test
  void changes_areFollowed() throws InterruptedException {
    ObjectKey pod = pod("p", "", "phase: Pending");
    assertThat(counts()).isEqualTo(new Counts(0, 1, 0, 0, 0));
    assertThat(census.catchUp()).as("nothing new").isFalse();

    bind(pod, "n1");
    assertThat(census.catchUp()).isTrue();
    assertThat(census.counts(3)).isEqualTo(new Counts(3, 0, 1, 0, 0));
    assertThat(census.waiting()).isEmpty();

    store.delete(Kinds.POD, pod, current -> {});
    assertThat(counts()).isEqualTo(Counts.NONE);
    assertThat(census.pods()).isZero();
  }

  @Test
  void moreChangesThanTheStoreRemembers_areNoLoss() throws InterruptedException {
    ObjectKey pod = pod("p", "", "phase: Pending");
    assertThat(counts()).isEqualTo(new Counts(0, 1, 0, 0, 0));
    for (int i = 0; i < 3 * WINDOW; i++) {
      pod("more-" + i, "nodeName: n1", "phase: Running");
    }
    store.delete(Kinds.POD, pod, current -> {});
    store.compact();
    assertThat(counts()).isEqualTo(new Counts(0, 0, 3 * WINDOW, 0, 0));
  }

  @Test
  void nodes_showHowFullTheyAre_andWhatKeepsPodsAway() throws InterruptedException {
    node("n10", "unschedulable: true");
    node("n2", "taints: [{key: dedicated, value: batch, effect: NoSchedule}]");
    node("n1", "taints: [{key: soft, effect: PreferNoSchedule}]");
    pod("a", "nodeName: n1", "phase: Running");
    census.catchUp();
    assertThat(census.nodes())
        .containsExactly(
            new NodeFill("n1", "east", 0.25, 0.5, 1, 10, "gpu 0/2", ""),
            new NodeFill("n2", "east", 0, 0, 0, 10, "gpu 0/2", "taint dedicated"),
            new NodeFill("n10", "east", 0, 0, 0, 10, "gpu 0/2", "cordoned"));

    ObjectKey late = pod("late", "", "phase: Pending");
    census.catchUp();
    assertThat(census.nodes()).hasSize(3);
    bind(late, "n2");
    census.catchUp();
    assertThat(census.nodes().get(1).pods()).isEqualTo(1);
    store.delete(Kinds.POD, late, current -> {});
    census.catchUp();
    assertThat(census.nodes().get(1).pods()).isZero();

    store.delete(Kinds.NODE, ObjectKey.ofCluster("n1"), current -> {});
    census.catchUp();
    assertThat(census.nodes()).extracting(NodeFill::name).containsExactly("n2", "n10");
  }

  @Test
  void judgement_ofAllWell_isNothing() {
    node("n1", "");
    ObjectKey bound = pod("bound", "nodeName: n1", "phase: Running");
    ObjectKey gated = pod("gated", "schedulingGates: [{name: g}]", "phase: Pending");
    ObjectKey gone = new ObjectKey("default", "gone");
    assertThat(
            Judgement.of(
                store,
                SCHEDULERS,
                Map.of(
                    bound, Expectation.BOUND, gated, Expectation.GATED, gone, Expectation.BOUND)))
        .isEmpty();
  }

  @Test
  void judgement_namesWhoIsLeftBehind_refused_orTooMany() {
    node("n1", "");
    pod("p1", "nodeName: n1", "phase: Running");
    pod("p2", "nodeName: n1", "phase: Running");
    pod("p3", "nodeName: n1", "phase: Running");
    pod("refused", "nodeName: n1", "phase: Failed, reason: OutOfcpu, message: too much");
    ObjectKey unfit =
        pod(
            "unfit",
            "",
            "conditions: [{type: PodScheduled, status: 'False', reason: Unschedulable, message: no"
                + " room}]");
    pod("forgotten", "", "phase: Pending");
    assertThat(Judgement.of(store, SCHEDULERS, Map.of(unfit, Expectation.BOUND)))
        .satisfiesExactlyInAnyOrder(
            line -> assertThat(line).startsWith("node n1: 12884901888 memory taken of 8589934592"),
            line ->
                assertThat(line)
                    .isEqualTo("pod default/refused failed on node n1: OutOfcpu, too much"),
            line ->
                assertThat(line).isEqualTo("pod default/unfit should be bound and is not: no room"),
            line ->
                assertThat(line)
                    .isEqualTo("pod default/forgotten should be bound and is not: not tried yet"));
  }

  @Test
  void judgement_ofAPodThatMayNotFit_isSilent() {
    ObjectKey unfit =
        pod(
            "unfit",
            "",
            "conditions: [{type: PodScheduled, status: 'False', reason: Unschedulable, message: no"
                + " room}]");
    assertThat(Judgement.of(store, SCHEDULERS, Map.of(unfit, Expectation.BOUND_IF_ROOM))).isEmpty();
    assertThat(Judgement.of(store, SCHEDULERS, Map.of())).isEmpty();
  }
}
