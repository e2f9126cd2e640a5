package dev.berth.kube.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.cycle.KnownObjects;
import dev.berth.cycle.ObjectKind;
import dev.berth.model.PodInfo;
import dev.berth.model.PodKey;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which differences prove a lost event. */
final class ComparisonTest {
  private static final long LIST = 50;

  private static PodInfo.Builder pod(String name, int version) {
    return PodInfo.builder(new PodKey("shop", name))
        .uid("uid-" + name)
        .schedulerName("berth")
        .resourceVersion(String.valueOf(version));
  }

  private static List<String> differences(
      List<PodInfo> listed, List<PodInfo> placed, List<PodInfo> queued) {
    KnownObjects known = new KnownObjects(List.of(), placed, queued, Set.of("berth"));
    return Comparison.with(known, ObjectKind.PODS)
        .differences(listed.stream().map(Sighting::of).toList(), LIST)
        .stream()
        .map(Difference::text)
        .toList();
  }

  @Test
  void older_version_here_proves_a_loss_and_a_newer_one_does_not() {
    PodInfo listed = pod("a", 40).nodeName("n1").build();

    assertThat(
            differences(List.of(listed), List.of(pod("a", 39).nodeName("n1").build()), List.of()))
        .containsExactly("shop/a was known in version 39 instead of 40");
    assertThat(differences(List.of(listed), List.of(listed), List.of())).isEmpty();
    assertThat(
            differences(List.of(listed), List.of(pod("a", 60).nodeName("n2").build()), List.of()))
        .isEmpty();
  }

  @Test
  void what_is_not_listed_is_a_ghost_unless_it_came_after_the_list() {
    assertThat(differences(List.of(), List.of(pod("a", 50).nodeName("n1").build()), List.of()))
        .containsExactly("shop/a is no more");
    assertThat(differences(List.of(), List.of(), List.of(pod("a", 50).build())))
        .containsExactly("shop/a is no more");
    assertThat(differences(List.of(), List.of(), List.of(pod("a", 51).build()))).isEmpty();
  }

  @Test
  void only_what_must_be_known_is_missing() {
    assertThat(differences(List.of(pod("a", 40).build()), List.of(), List.of()))
        .containsExactly("shop/a was missing");
    PodInfo placed = pod("a", 40).schedulerName("other").nodeName("n1").build();
    assertThat(differences(List.of(placed), List.of(), List.of()))
        .containsExactly("shop/a was missing");
    PodInfo ofOthers = pod("a", 40).schedulerName("other").build();
    PodInfo going = pod("a", 40).terminating(true).build();
    assertThat(differences(List.of(ofOthers, going), List.of(), List.of())).isEmpty();
  }

  @Test
  void assumed_pod_counts_in_its_newest_version() {
    PodInfo assumed = pod("a", 30).nodeName("n1").build();
    PodInfo queued = pod("a", 35).build();

    assertThat(differences(List.of(pod("a", 35).build()), List.of(assumed), List.of(queued)))
        .isEmpty();
    assertThat(differences(List.of(pod("a", 36).build()), List.of(assumed), List.of(queued)))
        .as("its binding may be under way")
        .isEmpty();
    PodInfo bound = pod("a", 36).nodeName("n2").build();
    assertThat(differences(List.of(bound), List.of(assumed), List.of(queued)))
        .containsExactly("shop/a was known in version 35 instead of 36");
  }
}
