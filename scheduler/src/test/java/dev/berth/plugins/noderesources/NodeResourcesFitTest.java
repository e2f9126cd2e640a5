package dev.berth.plugins.noderesources;

import static dev.berth.plugins.Make.requests;
import static dev.berth.plugins.Make.resources;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.cluster.ClusterMirror;
import dev.berth.config.NodeResourcesFitArgs;
import dev.berth.config.ResourceWeight;
import dev.berth.config.ScoringStrategy;
import dev.berth.framework.CycleState;
import dev.berth.framework.PreFilterResult;
import dev.berth.framework.Shortfall;
import dev.berth.framework.Status;
import dev.berth.model.NodeInfo;
import dev.berth.model.PodInfo;
import dev.berth.model.ResourceName;
import dev.berth.plugins.Hints;
import dev.berth.plugins.Make;
import dev.berth.plugins.TestView;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class NodeResourcesFitTest {

  private static final String GPU = "example.com/gpu";
  private static final String NIC = "example.com/nic";

  private final NodeResourcesFit plugin = fit(List.of(), List.of());

  /** Node of 10 CPU (milli), 20 bytes, 20 bytes of disk, 4 GPUs, 32 pods, as upstream's tests. */
  private static final String[] NODE = {
    "cpu=10m", "memory=20", "ephemeral-storage=20", "pods=32", GPU + "=4", "hugepages-2Mi=5"
  };

  record Case(String title, List<String> wanted, List<String> used, Status want) {
    @Override
    public String toString() {
      return title;
    }
  }

  private static Case fits(String title, List<String> wanted, List<String> used) {
    return new Case(title, wanted, used, Status.success());
  }

  private static Case taken(
      String title, List<String> wanted, List<String> used, String... reasons) {
    return new Case(
        title, wanted, used, new Status.Unschedulable("NodeResourcesFit", List.of(reasons)));
  }

  private static Case tooSmall(
      String title, List<String> wanted, List<String> used, String... reasons) {
    return new Case(
        title,
        wanted,
        used,
        new Status.UnschedulableAndUnresolvable("NodeResourcesFit", List.of(reasons)));
  }

  private static List<String> amounts(String... amounts) {
    return List.of(amounts);
  }

  static Stream<Case> cases() {
    return Stream.of(
        fits("nothing wanted on a full node", amounts(), amounts("cpu=10m", "memory=20")),
        fits("exactly what is left", amounts("cpu=1m", "memory=1"), amounts("cpu=9m", "memory=19")),
        taken(
            "one milli-CPU too many",
            amounts("cpu=2m", "memory=1"),
            amounts("cpu=9m", "memory=19"),
            "Insufficient cpu"),
        taken(
            "one byte too many",
            amounts("cpu=1m", "memory=2"),
            amounts("cpu=9m", "memory=19"),
            "Insufficient memory"),
        taken(
            "every short resource is a reason",
            amounts("cpu=2m", "memory=2", "ephemeral-storage=2"),
            amounts("cpu=9m", "memory=19", "ephemeral-storage=19"),
            "Insufficient cpu",
            "Insufficient memory",
            "Insufficient ephemeral-storage"),
        fits("all of an empty node", amounts("cpu=10m", "memory=20"), amounts()),
        tooSmall("more than the empty node has", amounts("cpu=11m"), amounts(), "Insufficient cpu"),
        tooSmall(
            "one resource that no eviction frees decides for all",
            amounts("cpu=2m", "memory=21"),
            amounts("cpu=9m"),
            "Insufficient cpu",
            "Insufficient memory"),
        fits("zero of a resource is not looked at", amounts("cpu=0"), amounts("cpu=11m")),
        fits("an extended resource that is left", amounts(GPU + "=1"), amounts(GPU + "=3")),
        taken(
            "an extended resource that is taken",
            amounts(GPU + "=2"),
            amounts(GPU + "=3"),
            "Insufficient " + GPU),
        tooSmall(
            "an extended resource that the node does not have",
            amounts(NIC + "=1"),
            amounts(),
            "Insufficient " + NIC),
        fits("zero of an extended resource", amounts(NIC + "=0", "cpu=1m"), amounts()),
        taken(
            "huge pages that are taken",
            amounts("hugepages-2Mi=1"),
            amounts("hugepages-2Mi=5"),
            "Insufficient hugepages-2Mi"),
        tooSmall(
            "basic ones first, then extended ones by name",
            amounts("cpu=2m", NIC + "=1", GPU + "=2"),
            amounts("cpu=9m", GPU + "=3"),
            "Insufficient cpu",
            "Insufficient " + GPU,
            "Insufficient " + NIC));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void filter(Case c) {
    NodeInfo node =
        nodeWith(Make.pod("there").requests(requests(c.used.toArray(String[]::new))).build());

    assertThat(filter(plugin, c.wanted, node)).isEqualTo(c.want);
  }

  @Test
  void fullNode_isTooManyPods_alsoForAPodThatWantsNothing() {
    NodeInfo node =
        Make.info(Make.node("n").allocatable(resources("pods=1")))
            .withPod(Make.pod("there").build());

    assertThat(filter(plugin, amounts(), node))
        .isEqualTo(Status.unschedulable("Too many pods").by("NodeResourcesFit"));
  }

  @Test
  void oneMorePodThanThereIsRoomFor_isNotYetTooMany_whenOnePlaceIsLeft() {
    NodeInfo node =
        Make.info(Make.node("n").allocatable(resources("pods=2")))
            .withPod(Make.pod("there").build());

    assertThat(filter(plugin, amounts(), node)).isEqualTo(Status.success());
  }

  @Test
  void tooManyPods_isUnresolvable_besideAResourceThatIs() {
    NodeInfo node =
        Make.info(Make.node("n").allocatable(resources("pods=1", "cpu=1")))
            .withPod(Make.pod("there").build());

    assertThat(filter(plugin, amounts("cpu=2"), node))
        .isEqualTo(Status.unresolvable("Too many pods", "Insufficient cpu").by("NodeResourcesFit"));
  }

  @Test
  void ignoredResource_isNotLookedAt_othersAre() {
    NodeResourcesFit ignoring = fit(List.of(GPU), List.of());
    NodeInfo node = nodeWith();

    assertThat(filter(ignoring, amounts(GPU + "=9"), node)).isEqualTo(Status.success());
    assertThat(filter(ignoring, amounts(NIC + "=9"), node).isRejection()).isTrue();
  }

  @Test
  void ignoredGroup_coversWhatStandsBeforeTheSlash_andOnlyExtendedResources() {
    NodeResourcesFit ignoring = fit(List.of("hugepages-2Mi"), List.of("example.com"));
    NodeInfo node = nodeWith();

    assertThat(filter(ignoring, amounts(GPU + "=9", NIC + "=9"), node)).isEqualTo(Status.success());
    assertThat(filter(ignoring, amounts("example.org/x=1"), node).isRejection()).isTrue();
    assertThat(filter(ignoring, amounts("hugepages-2Mi=9"), node).isRejection()).isTrue();
  }

  @Test
  void shortfalls_areTheAmountsBehindTheReasons() {
    NodeInfo node = nodeWith(Make.pod("there").requests(requests("cpu=9m", GPU + "=3")).build());
    PodInfo pod = podWanting("cpu=3m", "memory=5", GPU + "=2", NIC + "=1");

    assertThat(plugin.shortfalls(CycleState.create(), pod, node))
        .containsExactly(
            new Shortfall("cpu", 3, 1), new Shortfall(GPU, 2, 1), new Shortfall(NIC, 1, 0));
  }

  @Test
  void shortfalls_countPlacesForPods() {
    NodeInfo node = Make.info(Make.node("n"));

    assertThat(plugin.shortfalls(CycleState.create(), Make.pod("p").build(), node))
        .containsExactly(new Shortfall("pods", 1, 0));
  }

  @Test
  void equalVerdicts_areOneObject() {
    NodeInfo node = nodeWith();

    assertThat(filter(plugin, amounts("cpu=11m", NIC + "=1"), node))
        .isSameAs(filter(plugin, amounts("cpu=12m", NIC + "=2"), node));
  }

  @Test
  void filter_withoutItsPreFilter_isAnErrorAsUpstream() {
    assertThat(plugin.filter(CycleState.create(), podWanting("cpu=1m"), nodeWith()))
        .isEqualTo(
            Status.error("error reading \"PreFilterNodeResourcesFit\" from cycleState: not found")
                .by("NodeResourcesFit"));
  }

  @Test
  void events_areThoseOfUpstream() {
    assertThat(Hints.labels(plugin))
        .containsExactly(
            "PodDeleteUpdatePodScaleDown",
            "NodeAddUpdateNodeAllocatable",
            "resource.k8s.io/DeviceClassAddUpdate");
  }

  private static Status filter(NodeResourcesFit plugin, List<String> wanted, NodeInfo node) {
    CycleState state = CycleState.create();
    PodInfo pod = podWanting(wanted.toArray(String[]::new));
    assertThat(plugin.preFilter(state, pod, TestView.of())).isEqualTo(PreFilterResult.allNodes());
    return plugin.filter(state, pod, node);
  }

  private static PodInfo podWanting(String... amounts) {
    return Make.pod("p").requests(requests(amounts)).build();
  }

  private static NodeInfo nodeWith(PodInfo... pods) {
    NodeInfo node = Make.info(Make.node("n").allocatable(resources(NODE)));
    for (PodInfo pod : pods) {
      node = node.withPod(pod);
    }
    return node;
  }

  private static NodeResourcesFit fit(List<String> ignored, List<String> groups) {
    List<ResourceWeight> weights =
        List.of(
            new ResourceWeight(ResourceName.CPU, 1), new ResourceWeight(ResourceName.MEMORY, 1));
    return new NodeResourcesFit(
        new NodeResourcesFitArgs(ignored, groups, new ScoringStrategy.LeastAllocated(weights)),
        new ClusterMirror().listers());
  }
}
