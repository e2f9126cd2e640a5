package dev.berth.plugins.podtopologyspread;

import static dev.berth.framework.QueueingHint.QUEUE;
import static dev.berth.framework.QueueingHint.SKIP;
import static dev.berth.plugins.podtopologyspread.Constrained.WEB;
import static dev.berth.plugins.podtopologyspread.Constrained.hard;
import static dev.berth.plugins.podtopologyspread.Constrained.over;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.berth.framework.ActionType;
import dev.berth.framework.ClusterEvent;
import dev.berth.framework.EventResource;
import dev.berth.framework.QueueingHint;
import dev.berth.model.LabelSelector;
import dev.berth.model.Node;
import dev.berth.model.PodInfo;
import dev.berth.model.PodKey;
import dev.berth.model.SpreadConstraint;
import dev.berth.model.SpreadConstraint.NodePolicy;
import dev.berth.plugins.Bed;
import dev.berth.plugins.Hints;
import dev.berth.plugins.Make;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class SpreadHintsTest {

  private static final ClusterEvent POD_EVENT =
      ClusterEvent.of(EventResource.ASSIGNED_POD, ActionType.ADD);
  private static final ClusterEvent NODE_EVENT =
      ClusterEvent.of(EventResource.NODE, ActionType.UPDATE_NODE_LABEL);

  private static final PodTopologySpread PLUGIN = Constrained.plugin(new Bed());
  private static final PodInfo WAITING = hard(over("zone", 1));

  private static PodInfo other(String node, String... labels) {
    return Make.pod("other").nodeName(node).labels(Make.labels(labels)).build();
  }

  static Stream<Arguments> podChanges() {
    PodInfo web = other("n", "app=web");
    PodInfo db = other("n", "app=db");
    PodInfo nominated = other("", "app=web").withNominatedNodeName("n");
    PodInfo elsewhere =
        PodInfo.builder(new PodKey("other", "p"))
            .uid("elsewhere")
            .nodeName("n")
            .labels(Make.labels("app=web"))
            .build();
    PodInfo relabelled = WAITING.toBuilder().labels(Make.labels("app=db")).build();
    PodInfo tolerant =
        WAITING.toBuilder().tolerations(Make.tolerations(Make.tolerates("k", ""))).build();
    return Stream.of(
        argumentSet("a pod that counts came", null, web, QUEUE),
        argumentSet("a pod that counts went", web, null, QUEUE),
        argumentSet("a nominated pod that counts went", nominated, null, QUEUE),
        argumentSet("a pod that does not count came", null, db, SKIP),
        argumentSet("a pod that does not count went", db, null, SKIP),
        argumentSet("a pod without a node went", other("", "app=web"), null, SKIP),
        argumentSet("a pod of another namespace went", elsewhere, null, SKIP),
        argumentSet("a pod ceased to count", web, db, QUEUE),
        argumentSet("a pod began to count", db, web, QUEUE),
        argumentSet("a pod changed and counts as before", web, other("n", "app=web", "x=1"), SKIP),
        argumentSet("the pod itself changed its labels", WAITING, relabelled, QUEUE),
        argumentSet("the pod tolerates more, and taints are ignored", WAITING, tolerant, SKIP));
  }

  @ParameterizedTest
  @MethodSource("podChanges")
  void aPodChange(@Nullable PodInfo before, @Nullable PodInfo after, QueueingHint want) {
    assertThat(Hints.ask(PLUGIN, POD_EVENT, WAITING, before, after)).isEqualTo(want);
  }

  @Test
  void moreTolerations_help_whereTaintsAreHonoured() {
    PodInfo waiting =
        hard(new SpreadConstraint("zone", 1, 1, WEB, NodePolicy.HONOR, NodePolicy.HONOR));
    PodInfo tolerant =
        waiting.toBuilder().tolerations(Make.tolerations(Make.tolerates("k", ""))).build();
    ClusterEvent event =
        ClusterEvent.of(EventResource.UNSCHEDULABLE_POD, ActionType.UPDATE_POD_TOLERATION);

    assertThat(Hints.ask(PLUGIN, event, waiting, waiting, tolerant)).isEqualTo(QUEUE);
  }

  private static Node node(String... labels) {
    return Make.node("n").labels(Make.labels(labels)).build();
  }

  static Stream<Arguments> nodeChanges() {
    Node tainted = node("zone=a").toBuilder().taints(List.of(Make.taint("k=v:NoSchedule"))).build();
    return Stream.of(
        argumentSet("a node with the label came", null, node("zone=a"), QUEUE),
        argumentSet("a node without it came", null, node("disk=ssd"), SKIP),
        argumentSet("a node with the label went", node("zone=a"), null, QUEUE),
        argumentSet("a node without it went", node(), null, SKIP),
        argumentSet("a node got the label", node(), node("zone=a"), QUEUE),
        argumentSet("a node lost the label", node("zone=a"), node(), QUEUE),
        argumentSet("a node moved", node("zone=a"), node("zone=b"), QUEUE),
        argumentSet("a node stayed", node("zone=a"), node("zone=a", "x=1"), SKIP),
        argumentSet("taints changed", tainted, node("zone=a"), QUEUE),
        argumentSet("taints of a node without it", node(), node("x=1"), SKIP));
  }

  @ParameterizedTest
  @MethodSource("nodeChanges")
  void aNodeChange(@Nullable Node before, @Nullable Node after, QueueingHint want) {
    assertThat(Hints.ask(PLUGIN, NODE_EVENT, WAITING, before, after)).isEqualTo(want);
  }

  @Test
  void constraintsThatDoNotParse_areWorthATry() {
    LabelSelector broken = LabelSelector.of(Map.of("a b", "v"), List.of());
    PodInfo waiting = hard(SpreadConstraint.of("zone", 1, broken));

    assertThat(Hints.ask(PLUGIN, POD_EVENT, waiting, null, other("n", "app=db"))).isEqualTo(QUEUE);
    assertThat(Hints.ask(PLUGIN, NODE_EVENT, waiting, null, node())).isEqualTo(QUEUE);
  }

  @Test
  void events_areThoseOfUpstream() {
    assertThat(Hints.labels(PLUGIN))
        .containsExactly(
            "PodAddDeleteUpdatePodLabelUpdatePodToleration",
            "NodeAddDeleteUpdateNodeLabelUpdateNodeTaint");
  }
}
