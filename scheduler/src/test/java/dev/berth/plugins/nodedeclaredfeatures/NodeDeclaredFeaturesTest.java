package dev.berth.plugins.nodedeclaredfeatures;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.framework.ActionType;
import dev.berth.framework.ClusterEvent;
import dev.berth.framework.CycleState;
import dev.berth.framework.EventResource;
import dev.berth.framework.PreFilterResult;
import dev.berth.framework.QueueingHint;
import dev.berth.framework.Status;
import dev.berth.model.Node;
import dev.berth.model.PodInfo;
import dev.berth.plugins.Hints;
import dev.berth.plugins.Make;
import dev.berth.plugins.TestView;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class NodeDeclaredFeaturesTest {

  private static final Status WANT_MISSING =
      Status.unresolvable("node(s) didn't match Pod's required features")
          .by("NodeDeclaredFeatures");
  private static final ClusterEvent NODE_CHANGE =
      ClusterEvent.of(EventResource.NODE, ActionType.UPDATE_NODE_DECLARED_FEATURE);
  private static final ClusterEvent POD_CHANGE =
      ClusterEvent.of(EventResource.UNSCHEDULABLE_POD, ActionType.UPDATE_POD_LABEL);

  private final NodeDeclaredFeatures plugin = new NodeDeclaredFeatures();

  @Test
  void podThatNeedsNothing_skipsTheFilter() {
    assertThat(plugin.preFilter(CycleState.create(), needing("p"), TestView.of()))
        .isEqualTo(PreFilterResult.skip());
  }

  @Test
  void nodeThatDeclaresMoreThanNeeded_passes() {
    assertThat(filter(needing("p", "A"), declaring("A", "B"))).isEqualTo(Status.success());
  }

  @Test
  void nodeThatLacksOneOfTwo_isRejectedForGood() {
    assertThat(filter(needing("p", "A", "B"), declaring("A", "C"))).isEqualTo(WANT_MISSING);
  }

  @Test
  void nodeThatDeclaresNothing_isRejectedForGood() {
    assertThat(filter(needing("p", "A"), declaring())).isEqualTo(WANT_MISSING);
  }

  @Test
  void filter_withoutItsPreFilter_isAnErrorAsUpstream() {
    assertThat(plugin.filter(CycleState.create(), needing("p", "A"), Make.info(Make.node("n"))))
        .isEqualTo(
            Status.error(
                    "error reading \"PreFilterNodeDeclaredFeatures\" from cycle-state: not found")
                .by("NodeDeclaredFeatures"));
  }

  @Test
  void newNode_wakes_evenWithoutTheFeature() {
    assertThat(afterNodeChange(null, declaring())).isEqualTo(QueueingHint.QUEUE);
  }

  @Test
  void nodeThatDeclaresSomethingElseNow_wakes() {
    assertThat(afterNodeChange(declaring(), declaring("Z"))).isEqualTo(QueueingHint.QUEUE);
  }

  @Test
  void nodeThatDeclaresTheSame_doesNotWake() {
    assertThat(afterNodeChange(declaring("B"), declaring("B"))).isEqualTo(QueueingHint.SKIP);
  }

  @Test
  void ownNeedsChanged_wakes() {
    assertThat(afterPodChange(needing("p", "A"), needing("p"))).isEqualTo(QueueingHint.QUEUE);
  }

  @Test
  void ownNeedsUnchanged_doesNotWake() {
    assertThat(afterPodChange(needing("p", "A"), needing("p", "A"))).isEqualTo(QueueingHint.SKIP);
  }

  @Test
  void anotherPodsNeedsChanged_doesNotWake() {
    assertThat(afterPodChange(needing("other", "A"), needing("other")))
        .isEqualTo(QueueingHint.SKIP);
  }

  @Test
  void events_areThoseOfUpstream() {
    assertThat(Hints.labels(plugin))
        .containsExactly("NodeAddUpdateNodeDeclaredFeature", "PodUpdate");
  }

  private Status filter(PodInfo pod, Node node) {
    CycleState state = CycleState.create();
    assertThat(plugin.preFilter(state, pod, TestView.of()).status()).isEqualTo(Status.success());
    return plugin.filter(state, pod, Make.info(node.toBuilder()));
  }

  private QueueingHint afterNodeChange(@Nullable Node before, Node after) {
    return Hints.ask(plugin, NODE_CHANGE, needing("p", "A"), before, after);
  }

  private QueueingHint afterPodChange(PodInfo before, PodInfo after) {
    return Hints.ask(plugin, POD_CHANGE, needing("p", "A"), before, after);
  }

  private static PodInfo needing(String name, String... features) {
    return Make.pod(name).requiredFeatures(Set.of(features)).build();
  }

  private static Node declaring(String... features) {
    return Make.node("n").declaredFeatures(Set.of(features)).build();
  }
}
