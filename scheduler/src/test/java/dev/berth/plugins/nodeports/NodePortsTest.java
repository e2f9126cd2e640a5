package dev.berth.plugins.nodeports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.framework.ActionType;
import dev.berth.framework.ClusterEvent;
import dev.berth.framework.CycleState;
import dev.berth.framework.EventResource;
import dev.berth.framework.PreFilterResult;
import dev.berth.framework.QueueingHint;
import dev.berth.framework.Status;
import dev.berth.model.HostPort;
import dev.berth.model.NodeInfo;
import dev.berth.model.PodInfo;
import dev.berth.plugins.Hints;
import dev.berth.plugins.Make;
import dev.berth.plugins.TestView;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class NodePortsTest {

  private static final ClusterEvent POD_DELETED =
      ClusterEvent.of(EventResource.ASSIGNED_POD, ActionType.DELETE);

  private final NodePorts plugin = new NodePorts();

  record Case(String title, List<String> used, List<String> wanted, boolean wantFits) {
    @Override
    public String toString() {
      return title;
    }
  }

  /** Ports are written {@code protocol/ip/port}. */
  static Stream<Case> cases() {
    return Stream.of(
        conflict("same protocol, address and port", "TCP/127.0.0.1/8080", "TCP/127.0.0.1/8080"),
        fits("another port", "TCP/127.0.0.1/8080", "TCP/127.0.0.1/9090"),
        fits("another protocol", "UDP/127.0.0.1/8080", "TCP/127.0.0.1/8080"),
        fits("another address", "TCP/127.0.0.1/8080", "TCP/127.0.0.2/8080"),
        conflict("all addresses against one", "TCP/0.0.0.0/8080", "TCP/127.0.0.1/8080"),
        conflict("one address against all", "TCP/127.0.0.1/8080", "TCP/0.0.0.0/8080"),
        conflict("no address means all", "TCP/127.0.0.1/8080", "TCP//8080"),
        conflict("no protocol means TCP", "TCP/127.0.0.1/8080", "/127.0.0.1/8080"),
        fits("all IPv6 addresses are not all addresses", "TCP/::/8080", "TCP/127.0.0.1/8080"),
        new Case(
            "second wanted port against second used port",
            List.of("TCP//8000", "UDP//8001"),
            List.of("TCP//8001", "UDP//8001"),
            false));
  }

  private static Case fits(String title, String used, String wanted) {
    return new Case(title, List.of(used), List.of(wanted), true);
  }

  private static Case conflict(String title, String used, String wanted) {
    return new Case(title, List.of(used), List.of(wanted), false);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void filter(Case c) {
    NodeInfo node =
        Make.info(Make.node("n")).withPod(podWith("there", c.used.toArray(String[]::new)));
    PodInfo pod = podWith("p", c.wanted.toArray(String[]::new));
    CycleState state = CycleState.create();
    Status want =
        c.wantFits
            ? Status.success()
            : Status.unschedulable("node(s) didn't have free ports for the requested pod ports")
                .by("NodePorts");

    assertThat(plugin.preFilter(state, pod, TestView.of())).isEqualTo(PreFilterResult.allNodes());
    assertThat(plugin.filter(state, pod, node)).isEqualTo(want);
  }

  @Test
  void podWithoutHostPorts_skipsTheFilter() {
    assertThat(plugin.preFilter(CycleState.create(), podWith("p"), TestView.of()))
        .isEqualTo(PreFilterResult.skip());
  }

  @Test
  void filter_withoutItsPreFilter_isAnErrorAsUpstream() {
    assertThat(
            plugin.filter(CycleState.create(), podWith("p", "TCP//80"), Make.info(Make.node("n"))))
        .isEqualTo(
            Status.error("reading \"PreFilterNodePorts\" from cycleState: not found")
                .by("NodePorts"));
  }

  @Test
  void placedPodWithTheSamePort_deleted_wakes() {
    assertThat(afterDelete(podWith("gone", "TCP//80").withNodeName("n")))
        .isEqualTo(QueueingHint.QUEUE);
  }

  @Test
  void nominatedPodWithTheSamePort_deleted_wakes() {
    assertThat(afterDelete(podWith("gone", "TCP//80").withNominatedNodeName("n")))
        .isEqualTo(QueueingHint.QUEUE);
  }

  @Test
  void waitingPodWithTheSamePort_deleted_doesNotWake() {
    assertThat(afterDelete(podWith("gone", "TCP//80"))).isEqualTo(QueueingHint.SKIP);
  }

  @Test
  void placedPodWithOtherPorts_deleted_doesNotWake() {
    assertThat(afterDelete(podWith("gone", "TCP//81").withNodeName("n")))
        .isEqualTo(QueueingHint.SKIP);
  }

  @Test
  void placedPodWithoutPorts_deleted_doesNotWake() {
    assertThat(afterDelete(podWith("gone").withNodeName("n"))).isEqualTo(QueueingHint.SKIP);
  }

  @Test
  void events_areThoseOfUpstream() {
    assertThat(Hints.labels(plugin)).containsExactly("PodDelete", "NodeAdd");
  }

  private QueueingHint afterDelete(PodInfo gone) {
    return Hints.ask(plugin, POD_DELETED, podWith("p", "TCP//80"), gone, null);
  }

  private static PodInfo podWith(String name, String... ports) {
    return Make.pod(name).hostPorts(Stream.of(ports).map(NodePortsTest::port).toList()).build();
  }

  private static HostPort port(String text) {
    int address = text.indexOf('/') + 1;
    int number = text.lastIndexOf('/') + 1;
    return HostPort.of(
        text.substring(address, number - 1),
        text.substring(0, address - 1),
        Integer.parseInt(text.substring(number)));
  }
}
