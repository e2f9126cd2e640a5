package dev.berth.plugins.noderesources;

import static dev.berth.plugins.Make.requests;
import static dev.berth.plugins.Make.resources;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.framework.QueueingHint;
import dev.berth.model.Node;
import dev.berth.model.PodInfo;
import dev.berth.plugins.Make;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class FitHintsTest {

  private static final String GPU = "example.com/gpu";

  private final PodInfo waiting = pod("waiting", "cpu=1", GPU + "=1");

  @Test
  void placedPodDeleted_wakes_whateverItHad() {
    assertThat(afterPod(pod("other").withNodeName("n"), null)).isEqualTo(QueueingHint.QUEUE);
  }

  @Test
  void nominatedPodDeleted_wakes() {
    assertThat(afterPod(pod("other", "cpu=1").withNominatedNodeName("n"), null))
        .isEqualTo(QueueingHint.QUEUE);
  }

  @Test
  void waitingPodDeleted_doesNotWake() {
    assertThat(afterPod(pod("other", "cpu=1"), null)).isEqualTo(QueueingHint.SKIP);
  }

  @Test
  void placedPodThatWantsLessOfSomethingWanted_wakes() {
    assertThat(
            afterPod(
                pod("other", "cpu=2").withNodeName("n"), pod("other", "cpu=1").withNodeName("n")))
        .isEqualTo(QueueingHint.QUEUE);
  }

  @Test
  void placedPodThatWantsFewerDevicesThatAreWanted_wakes() {
    assertThat(
            afterPod(
                pod("other", GPU + "=2").withNodeName("n"),
                pod("other", GPU + "=1").withNodeName("n")))
        .isEqualTo(QueueingHint.QUEUE);
  }

  @Test
  void placedPodThatWantsLessOfSomethingElse_doesNotWake() {
    assertThat(
            afterPod(
                pod("other", "memory=2").withNodeName("n"),
                pod("other", "memory=1").withNodeName("n")))
        .isEqualTo(QueueingHint.SKIP);
  }

  @Test
  void placedPodThatWantsMore_doesNotWake() {
    assertThat(
            afterPod(
                pod("other", "cpu=1").withNodeName("n"), pod("other", "cpu=2").withNodeName("n")))
        .isEqualTo(QueueingHint.SKIP);
  }

  @Test
  void waitingPodThatWantsLess_doesNotWakeOthers() {
    assertThat(afterPod(pod("other", "cpu=2"), pod("other", "cpu=1"))).isEqualTo(QueueingHint.SKIP);
  }

  @Test
  void podThatWantsLessItself_wakes() {
    assertThat(afterPod(pod("waiting", "cpu=2"), waiting)).isEqualTo(QueueingHint.QUEUE);
  }

  @Test
  void newNodeThatCouldHoldThePod_wakes() {
    assertThat(afterNode(null, node("cpu=1", GPU + "=1", "pods=1"))).isEqualTo(QueueingHint.QUEUE);
  }

  @Test
  void newNodeThatIsTooSmall_doesNotWake() {
    assertThat(afterNode(null, node("cpu=1", "pods=1"))).isEqualTo(QueueingHint.SKIP);
  }

  @Test
  void newNodeThatTakesNoPods_doesNotWake() {
    assertThat(afterNode(null, node("cpu=1", GPU + "=1"))).isEqualTo(QueueingHint.SKIP);
  }

  @Test
  void nodeThatGrewInSomethingWanted_wakes() {
    assertThat(afterNode(node("cpu=1", GPU + "=1", "pods=1"), node("cpu=1", GPU + "=2", "pods=1")))
        .isEqualTo(QueueingHint.QUEUE);
  }

  @Test
  void nodeThatGrewInSomethingElse_doesNotWake() {
    assertThat(
            afterNode(
                node("cpu=1", GPU + "=1", "pods=1"),
                node("cpu=1", GPU + "=1", "pods=1", "memory=9")))
        .isEqualTo(QueueingHint.SKIP);
  }

  @Test
  void nodeThatTakesMorePods_wakes() {
    assertThat(afterNode(node("cpu=1", GPU + "=1", "pods=1"), node("cpu=1", GPU + "=1", "pods=2")))
        .isEqualTo(QueueingHint.QUEUE);
  }

  @Test
  void nodeThatGrew_butIsStillTooSmall_doesNotWake() {
    assertThat(
            afterNode(node("cpu=1m", GPU + "=1", "pods=1"), node("cpu=9m", GPU + "=1", "pods=1")))
        .isEqualTo(QueueingHint.SKIP);
  }

  private QueueingHint afterPod(PodInfo before, @Nullable PodInfo after) {
    return FitHints.afterPodChange(waiting, before, after);
  }

  private QueueingHint afterNode(@Nullable Node before, Node after) {
    return FitHints.afterNodeChange(waiting, Set.of(), before, after);
  }

  private static PodInfo pod(String name, String... amounts) {
    return Make.pod(name).requests(requests(amounts)).build();
  }

  private static Node node(String... amounts) {
    return Make.node("n").allocatable(resources(amounts)).build();
  }
}
