package dev.berth.sandbox.hollow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The texts are those of {@code pkg/kubelet/lifecycle/predicate.go}, Kubernetes 1.36.3. */
class RoomTest {
  private final Room room = new Room();
  private NodeFacts node = node("cpu: 4, memory: 1Ki, pods: 3, example.org/gpu: 1");

  private static NodeFacts node(String allocatable) {
    return NodeFacts.of(Made.nodeTree("n1", allocatable));
  }

  private @Nullable Refusal asks(ObjectNode pod) {
    return room.refuses(pod, Demand.ofIncoming(pod), node);
  }

  private void seat(String name, String requests) {
    room.take(name, Demand.ofPlaced(Made.podTree(name, "n1", requests)));
  }

  @Test
  void pod_thatFitsToTheLastDrop_comesIn() {
    seat("a", "cpu: 3");
    assertThat(asks(Made.podTree("p", "n1", "cpu: 1, memory: 1Ki, example.org/gpu: 1"))).isNull();
  }

  @Test
  void cpu_thatIsNotThere_isTheReason() {
    seat("a", "cpu: 3001m");
    assertThat(asks(Made.podTree("p", "n1", "cpu: 1, memory: 2Ki")))
        .isEqualTo(
            new Refusal(
                "OutOfcpu",
                "Node didn't have enough resource: cpu, requested: 1000, used: 3001, capacity:"
                    + " 4000"));
  }

  @ParameterizedTest
  @CsvSource({
    "'memory: 1025',OutOfmemory",
    "'ephemeral-storage: 1',OutOfephemeral-storage",
    "'example.org/gpu: 2',OutOfexample.org/gpu",
    "'hugepages-2Mi: 2Mi',OutOfhugepages-2Mi",
  })
  void anyResource_thatIsNotThere_isTheReason(String requests, String wantReason) {
    assertThat(asks(Made.podTree("p", "n1", requests)))
        .extracting(Refusal::reason)
        .isEqualTo(wantReason);
  }

  @Test
  void fourthPod_onANodeForThree_isRefused_untilOneLeaves() {
    seat("a", "");
    seat("b", "");
    seat("c", "");
    ObjectNode fourth = Made.podTree("d", "n1", "");
    assertThat(asks(fourth))
        .isEqualTo(
            new Refusal(
                "OutOfpods",
                "Node didn't have enough resource: pods, requested: 1, used: 3, capacity: 3"));
    room.leave("b");
    room.leave("b");
    assertThat(asks(fourth)).isNull();
  }

  @Test
  void extendedResource_thatTheNodeDoesNotKnow_isLetThrough_asKubeletsDo() {
    assertThat(asks(Made.podTree("p", "n1", "example.org/unheard-of: 1"))).isNull();
  }

  @Test
  void nodeThatPodDoesNotSelect_isRefused() {
    assertThat(asks(Made.tree("{spec: {nodeSelector: {zone: west}, containers: [{name: c}]}}")))
        .isEqualTo(
            new Refusal(
                "NodeAffinity",
                "Predicate NodeAffinity failed: node(s) didn't match Pod's node"
                    + " affinity/selector"));
  }

  @ParameterizedTest
  @CsvSource({
    "'{key: zone, operator: In, values: [east, west]}',true",
    "'{key: zone, operator: NotIn, values: [east]}',false",
    "'{key: none, operator: NotIn, values: [east]}',true",
    "'{key: zone, operator: Exists}',true",
    "'{key: zone, operator: DoesNotExist}',false",
    "'{key: rank, operator: Gt, values: [\"6\"]}',true",
    "'{key: rank, operator: Lt, values: [\"7\"]}',false",
    "'{key: zone, operator: Gt, values: [\"6\"]}',false",
    "'{key: zone, operator: Near, values: [east]}',false",
  })
  void requiredAffinity_inEachForm_isJudged(String expression, boolean want) {
    var pod =
        Made.spec(
            """
            {containers: [{name: c}], affinity: {nodeAffinity: {
              requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [
                {matchExpressions: [%s]}]}}}}
            """
                .formatted(expression));
    assertThat(asks(pod) == null).isEqualTo(want);
  }

  @Test
  void affinityByName_orWithoutTerms_isJudged() {
    String form =
        "{containers: [{name: c}], affinity: {nodeAffinity:"
            + " {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: %s}}}}";
    String byName = "[{matchFields: [{key: metadata.name, operator: %s, values: [n1]}]}]";
    assertThat(asks(Made.spec(form.formatted(byName.formatted("In"))))).isNull();
    assertThat(asks(Made.spec(form.formatted(byName.formatted("NotIn"))))).isNotNull();
    assertThat(asks(Made.spec(form.formatted("[{}]")))).isNotNull();
  }

  @Test
  void hostPort_thatIsTaken_isRefused_onThatAddressOrOnAll() {
    room.take(
        "a",
        Demand.ofPlaced(Made.spec("{containers: [{ports: [{hostPort: 80, hostIP: 192.0.2.1}]}]}")));
    assertThat(asks(Made.spec("{containers: [{ports: [{hostPort: 80}]}]}")))
        .isEqualTo(
            new Refusal(
                "NodePorts",
                "Predicate NodePorts failed: node(s) didn't have free ports for the requested pod"
                    + " ports"));
    assertThat(asks(Made.spec("{containers: [{ports: [{hostPort: 80, hostIP: 192.0.2.2}]}]}")))
        .isNull();
    assertThat(asks(Made.spec("{containers: [{ports: [{hostPort: 80, protocol: UDP}]}]}")))
        .isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "NoExecute,'',false",
    "NoSchedule,'',true",
    "NoExecute,'{operator: Exists}',true",
    "NoExecute,'{key: pool, value: batch}',true",
    "NoExecute,'{key: pool, value: other}',false",
    "NoExecute,'{key: pool, operator: Exists, effect: NoSchedule}',false",
  })
  void taint_thatDrivesPodsOut_mustBeTolerated(String effect, String toleration, boolean want) {
    var tainted = Made.nodeTree("n1", "pods: 3");
    tainted.set("spec", Made.tree("{taints: [{key: pool, value: batch, effect: " + effect + "}]}"));
    node = NodeFacts.of(tainted);
    var pod = Made.spec("{containers: [{name: c}], tolerations: [" + toleration + "]}");
    assertThat(asks(pod) == null).isEqualTo(want);
  }

  @Test
  void podForAnotherSystem_isRefused() {
    assertThat(asks(Made.spec("{os: {name: windows}, containers: [{name: c}]}")))
        .extracting(Refusal::reason)
        .isEqualTo("PodOSNotSupported");
  }
}
