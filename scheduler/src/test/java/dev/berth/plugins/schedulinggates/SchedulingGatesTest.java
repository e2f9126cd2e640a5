package dev.berth.plugins.schedulinggates;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.framework.ActionType;
import dev.berth.framework.ClusterEvent;
import dev.berth.framework.EventResource;
import dev.berth.framework.QueueingHint;
import dev.berth.framework.Status;
import dev.berth.model.PodInfo;
import dev.berth.plugins.Hints;
import dev.berth.plugins.Make;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SchedulingGatesTest {

  private static final ClusterEvent GATES_GONE =
      ClusterEvent.of(
          EventResource.UNSCHEDULABLE_POD, ActionType.UPDATE_POD_SCHEDULING_GATES_ELIMINATED);

  private final SchedulingGates plugin = new SchedulingGates();

  @Test
  void podWithoutGates_entersTheQueue() {
    assertThat(plugin.preEnqueue(Make.pod("free").build())).isEqualTo(Status.success());
  }

  @Test
  void podWithGates_isHeld_andTheReasonNamesThemInOrder() {
    PodInfo gated = Make.pod("gated").schedulingGates(List.of("foo", "bar")).build();

    assertThat(plugin.preEnqueue(gated))
        .isEqualTo(
            new Status.UnschedulableAndUnresolvable(
                "SchedulingGates", List.of("waiting for scheduling gates: [foo bar]")));
  }

  @Test
  void gatesGone_fromThePodItself_wakesIt() {
    PodInfo before = Make.pod("p").schedulingGates(List.of("foo")).build();
    PodInfo after = Make.pod("p").build();

    assertThat(Hints.ask(plugin, GATES_GONE, before, before, after)).isEqualTo(QueueingHint.QUEUE);
  }

  @Test
  void gatesGone_fromAnotherPod_wakesNobody() {
    PodInfo waiting = Make.pod("p").schedulingGates(List.of("foo")).build();
    PodInfo other = Make.pod("other").build();

    assertThat(Hints.ask(plugin, GATES_GONE, waiting, other, other)).isEqualTo(QueueingHint.SKIP);
  }

  @Test
  void onlyTheEndOfGates_isRegistered() {
    assertThat(Hints.labels(plugin)).containsExactly("PodUpdatePodSchedulingGatesEliminated");
  }
}
