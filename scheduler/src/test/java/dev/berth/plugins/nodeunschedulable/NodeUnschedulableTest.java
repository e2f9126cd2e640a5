package dev.berth.plugins.nodeunschedulable;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.framework.ActionType;
import dev.berth.framework.ClusterEvent;
import dev.berth.framework.CycleState;
import dev.berth.framework.EventResource;
import dev.berth.framework.QueueingHint;
import dev.berth.framework.Status;
import dev.berth.model.Node;
import dev.berth.model.PodInfo;
import dev.berth.model.Toleration;
import dev.berth.plugins.Hints;
import dev.berth.plugins.Make;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class NodeUnschedulableTest {

  private static final String CORDON = "node.kubernetes.io/unschedulable";
  private static final Status WANT_REJECTED =
      Status.unresolvable("node(s) were unschedulable").by("NodeUnschedulable");
  private static final ClusterEvent NODE_CHANGE =
      ClusterEvent.of(EventResource.NODE, ActionType.UPDATE_NODE_TAINT);
  private static final ClusterEvent TOLERATION_CHANGE =
      ClusterEvent.of(EventResource.UNSCHEDULABLE_POD, ActionType.UPDATE_POD_TOLERATION);

  private final NodeUnschedulable plugin = new NodeUnschedulable();
  private final PodInfo plain = Make.pod("plain").build();
  private final Node open = Make.node("n").build();
  private final Node cordoned = Make.node("n").unschedulable(true).build();

  @Test
  void openNode_passes() {
    assertThat(filter(plain, Make.node("n"))).isEqualTo(Status.success());
  }

  @Test
  void cordonedNode_isRejectedForGood() {
    assertThat(filter(plain, Make.node("n").unschedulable(true))).isEqualTo(WANT_REJECTED);
  }

  @Test
  void taintOfACordon_withoutTheCordon_isNotThisPluginsConcern() {
    Node.Builder tainted = Make.node("n").taints(List.of(Make.taint(CORDON + "=:NoSchedule")));

    assertThat(filter(plain, tainted)).isEqualTo(Status.success());
  }

  @Test
  void podThatToleratesTheCordonsTaint_passes() {
    PodInfo tolerant = tolerating("p", Make.tolerates(CORDON, "NoSchedule"));

    assertThat(filter(tolerant, Make.node("n").unschedulable(true))).isEqualTo(Status.success());
  }

  @Test
  void podThatToleratesOnlyNoExecute_isRejected() {
    PodInfo tolerant = tolerating("p", Make.tolerates(CORDON, "NoExecute"));

    assertThat(filter(tolerant, Make.node("n").unschedulable(true))).isEqualTo(WANT_REJECTED);
  }

  @Test
  void nodeThatBecameOpen_wakes() {
    assertThat(afterNodeChange(cordoned, open)).isEqualTo(QueueingHint.QUEUE);
  }

  @Test
  void nodeThatWasOpenBefore_doesNotWake() {
    assertThat(afterNodeChange(open, open)).isEqualTo(QueueingHint.SKIP);
  }

  @Test
  void nodeThatBecameCordoned_doesNotWake() {
    assertThat(afterNodeChange(open, cordoned)).isEqualTo(QueueingHint.SKIP);
  }

  @Test
  void newOpenNode_wakes() {
    assertThat(afterNodeChange(null, open)).isEqualTo(QueueingHint.QUEUE);
  }

  @Test
  void newCordonedNode_doesNotWake() {
    assertThat(afterNodeChange(null, cordoned)).isEqualTo(QueueingHint.SKIP);
  }

  @Test
  void ownNewTolerationOfTheCordon_wakes() {
    PodInfo after = tolerating("plain", Make.tolerates(CORDON, "NoSchedule"));

    assertThat(afterTolerationChange(after)).isEqualTo(QueueingHint.QUEUE);
  }

  @Test
  void ownNewTolerationOfSomethingElse_doesNotWake() {
    PodInfo after = tolerating("plain", Make.tolerates("other", "NoSchedule"));

    assertThat(afterTolerationChange(after)).isEqualTo(QueueingHint.SKIP);
  }

  @Test
  void anotherPodsToleration_doesNotWake() {
    PodInfo after = tolerating("other", Make.tolerates(CORDON, "NoSchedule"));

    assertThat(afterTolerationChange(after)).isEqualTo(QueueingHint.SKIP);
  }

  @Test
  void events_areThoseOfUpstream() {
    assertThat(Hints.labels(plugin))
        .containsExactly("NodeAddUpdateNodeTaint", "PodUpdatePodToleration");
  }

  @Test
  void aspect_isWhetherCordonsAreTolerated() {
    PodInfo tolerant = tolerating("a", Make.tolerates(CORDON, ""));
    PodInfo tolerantOfAll = tolerating("b", Make.tolerates("", ""));

    assertThat(aspect(tolerant)).isEqualTo(aspect(tolerantOfAll)).isNotEqualTo(aspect(plain));
  }

  private Object aspect(PodInfo pod) {
    return plugin.filterAspect(CycleState.create(), pod);
  }

  private Status filter(PodInfo pod, Node.Builder node) {
    return plugin.filter(CycleState.create(), pod, Make.info(node));
  }

  private QueueingHint afterNodeChange(@Nullable Node before, Node after) {
    return Hints.ask(plugin, NODE_CHANGE, plain, before, after);
  }

  private QueueingHint afterTolerationChange(PodInfo after) {
    return Hints.ask(plugin, TOLERATION_CHANGE, plain, plain, after);
  }

  private static PodInfo tolerating(String name, Toleration toleration) {
    return Make.pod(name).tolerations(Make.tolerations(toleration)).build();
  }
}
