package dev.berth.plugins.nodename;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.framework.CycleState;
import dev.berth.framework.Status;
import dev.berth.plugins.Hints;
import dev.berth.plugins.Make;
import org.junit.jupiter.api.Test;

final class NodeNameTest {

  private static final Status WANT_OTHER_NODE =
      Status.unresolvable("node(s) didn't match the requested node name").by("NodeName");

  private final NodeName plugin = new NodeName();

  @Test
  void podWithoutNodeName_passesEverywhere() {
    assertThat(filter("", "n1")).isEqualTo(Status.success());
  }

  @Test
  void podThatNamesTheNode_passes() {
    assertThat(filter("n1", "n1")).isEqualTo(Status.success());
  }

  @Test
  void podThatNamesAnotherNode_isRejectedForGood() {
    assertThat(filter("n1", "n10")).isEqualTo(WANT_OTHER_NODE);
  }

  @Test
  void podsThatNameTheSameNodeOrNone_areAnsweredAlike() {
    assertThat(aspect("")).isEqualTo(aspect(""));
    assertThat(aspect("n1")).isEqualTo(aspect("n1")).isNotEqualTo(aspect(""));
  }

  private Object aspect(String wanted) {
    return plugin.filterAspect(CycleState.create(), Make.pod("p").nodeName(wanted).build());
  }

  @Test
  void newNodes_wakeItsPods() {
    assertThat(Hints.labels(plugin)).containsExactly("NodeAdd");
  }

  private Status filter(String wanted, String node) {
    return plugin.filter(
        CycleState.create(), Make.pod("p").nodeName(wanted).build(), Make.info(Make.node(node)));
  }
}
