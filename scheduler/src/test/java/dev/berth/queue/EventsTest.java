package dev.berth.queue;

import static dev.berth.queue.QueueBed.next;
import static dev.berth.queue.QueueBed.pod;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.framework.ClusterEvent;
import dev.berth.model.ContainerResources;
import dev.berth.model.ContainerSpec;
import dev.berth.model.Labels;
import dev.berth.model.Node;
import dev.berth.model.PodClaim;
import dev.berth.model.PodClaims;
import dev.berth.model.PodInfo;
import dev.berth.model.PodRequests;
import dev.berth.model.PodResourceSpec;
import dev.berth.model.Quantity;
import dev.berth.model.Resources;
import dev.berth.model.Taint;
import dev.berth.model.Toleration;
import dev.berth.model.Tolerations;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Which events a change of a pod or a node is. */
final class EventsTest {

  private static PodRequests requests(String... nameAndAmount) {
    Map<String, Quantity> amounts =
        List.of(nameAndAmount).stream()
            .map(text -> text.split("="))
            .collect(Collectors.toMap(pair -> pair[0], pair -> Quantity.parse(pair[1])));
    ContainerResources resources = new ContainerResources(amounts, Map.of());
    return PodRequests.of(
        PodResourceSpec.of(List.of(new ContainerSpec("c", resources, false)), List.of()));
  }

  private static Tolerations tolerations(String... keys) {
    return Tolerations.of(
        List.of(keys).stream().map(key -> new Toleration(key, "Exists", "", "")).toList());
  }

  private static Arguments podCase(
      String name, UnaryOperator<PodInfo.Builder> change, String... wantActions) {
    return Arguments.of(name, change, List.of(wantActions));
  }

  static List<Arguments> podChanges() {
    return List.of(
        podCase("nothing that matters", b -> b.generation(7), "Update"),
        podCase("label", b -> b.labels(Labels.of(Map.of("a", "2"))), "UpdatePodLabel"),
        podCase("less cpu", b -> b.requests(requests("cpu=1", "memory=1Gi")), "UpdatePodScaleDown"),
        podCase(
            "less memory", b -> b.requests(requests("cpu=2", "memory=1Mi")), "UpdatePodScaleDown"),
        podCase("more of all", b -> b.requests(requests("cpu=3", "memory=2Gi")), "Update"),
        podCase(
            "more of one, less of the other",
            b -> b.requests(requests("cpu=3", "memory=1Mi")),
            "UpdatePodScaleDown"),
        podCase(
            "last gate gone",
            b -> b.schedulingGates(List.of()),
            "UpdatePodSchedulingGatesEliminated"),
        podCase("one of two gates gone", b -> b.schedulingGates(List.of("g2")), "Update"),
        podCase(
            "toleration added", b -> b.tolerations(tolerations("a", "b")), "UpdatePodToleration"),
        podCase(
            "claim made from a template",
            b -> b.claims(claims(new PodClaim.Generated("gpu", "a-gpu-x"))),
            "UpdatePodGeneratedResourceClaim"),
        podCase("node name, then it is an assigned pod", b -> b.nodeName("n1"), "Update"),
        podCase(
            "all at once",
            b ->
                b.labels(Labels.EMPTY)
                    .requests(requests("cpu=1"))
                    .schedulingGates(List.of())
                    .tolerations(tolerations()),
            "UpdatePodLabel",
            "UpdatePodScaleDown",
            "UpdatePodSchedulingGatesEliminated",
            "UpdatePodToleration"));
  }

  @ParameterizedTest(name = "{0}: {2}")
  @MethodSource("podChanges")
  void podChange_isTheEvents(
      String name, UnaryOperator<PodInfo.Builder> change, List<String> wantActions) {
    PodInfo before =
        pod("a").toBuilder()
            .labels(Labels.of(Map.of("a", "1")))
            .requests(requests("cpu=2", "memory=1Gi"))
            .schedulingGates(List.of("g1", "g2"))
            .tolerations(tolerations("a"))
            .claims(claims(new PodClaim.Awaited("gpu")))
            .build();
    PodInfo after = next(before, change);
    String wantKind = after.nodeName().isEmpty() ? "UnschedulablePod" : "AssignedPod";

    assertThat(PodEvents.of(before, after))
        .extracting(ClusterEvent::label)
        .containsExactlyElementsOf(wantActions.stream().map(action -> wantKind + action).toList());
  }

  private static PodClaims claims(PodClaim claim) {
    return new PodClaims(List.of(claim), List.of(), null);
  }

  @Test
  void extendedResource_lessOrNoneOfIt_isAScaleDown() {
    PodInfo before = pod("a").toBuilder().requests(requests("example.com/gpu=2")).build();

    for (PodRequests less : List.of(requests("example.com/gpu=1"), requests("cpu=1"))) {
      assertThat(PodEvents.of(before, next(before, b -> b.requests(less))))
          .extracting(ClusterEvent::label)
          .containsExactly("UnschedulablePodUpdatePodScaleDown");
    }
  }

  private static Arguments nodeCase(
      String name, UnaryOperator<Node.Builder> change, String... wantLabels) {
    return Arguments.of(name, change, List.of(wantLabels));
  }

  static List<Arguments> nodeChanges() {
    return List.of(
        nodeCase("nothing that matters", b -> b.resourceVersion("2")),
        nodeCase("image", b -> b.imageSizes(Map.of("image:latest", 1L))),
        nodeCase("uncordoned", b -> b.unschedulable(false), "NodeUpdateNodeTaint"),
        nodeCase("taint gone", b -> b.taints(List.of()), "NodeUpdateNodeTaint"),
        nodeCase(
            "uncordoned and taint gone",
            b -> b.unschedulable(false).taints(List.of()),
            "NodeUpdateNodeTaint"),
        nodeCase(
            "allocatable",
            b -> b.allocatable(Resources.builder().milliCpu(2).build()),
            "NodeUpdateNodeAllocatable"),
        nodeCase("label", b -> b.labels(Labels.of(Map.of("a", "b"))), "NodeUpdateNodeLabel"),
        nodeCase(
            "feature", b -> b.declaredFeatures(Set.of("Resize")), "NodeUpdateNodeDeclaredFeature"),
        nodeCase(
            "label and allocatable",
            b -> b.labels(Labels.of(Map.of("a", "b"))).allocatable(Resources.ZERO),
            "NodeUpdateNodeAllocatable",
            "NodeUpdateNodeLabel"));
  }

  @ParameterizedTest(name = "{0}: {2}")
  @MethodSource("nodeChanges")
  void nodeChange_isTheEvents(
      String name, UnaryOperator<Node.Builder> change, List<String> wantLabels) {
    Node before =
        Node.builder("n1")
            .unschedulable(true)
            .taints(List.of(new Taint("a", "", Taint.NO_SCHEDULE)))
            .allocatable(Resources.builder().milliCpu(1).build())
            .build();

    assertThat(NodeEvents.of(before, change.apply(before.toBuilder()).build()))
        .extracting(ClusterEvent::label)
        .containsExactlyElementsOf(wantLabels);
  }

  @Test
  void cordon_isNoEvent() {
    Node before = Node.builder("n1").build();

    assertThat(NodeEvents.of(before, before.toBuilder().unschedulable(true).build())).isEmpty();
  }

  @Test
  void arrivalsAndDepartures_carryTheLabelsOfKubeScheduler() {
    assertThat(
            List.of(
                PodEvents.ASSIGNED_POD_ADD,
                PodEvents.ASSIGNED_POD_DELETE,
                NodeEvents.ADD,
                NodeEvents.DELETE))
        .extracting(ClusterEvent::label)
        .containsExactly("AssignedPodAdd", "AssignedPodDelete", "NodeAdd", "NodeDelete");
  }
}
