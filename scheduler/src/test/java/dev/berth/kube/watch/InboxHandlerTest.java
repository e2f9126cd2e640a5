package dev.berth.kube.watch;

import static dev.berth.cycle.ObjectKind.NODES;
import static dev.berth.cycle.ObjectKind.PODS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.berth.cycle.Message;
import dev.berth.model.Node;
import dev.berth.model.PodInfo;
import dev.berth.model.PodKey;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of an informer's notifications, and when the first list counts as handed on. */
final class InboxHandlerTest {
  private final Messages messages = new Messages();
  private final InitialList initialList =
      new InitialList(
          () -> messages.accept(new Message.ListComplete(PODS)),
          why -> messages.accept(new Message.KindMissing(PODS, why)));
  private final InboxHandler<HeldPod> handler =
      new InboxHandler<>(messages, initialList, new Checkpoints());

  private static HeldPod pod(String name, String uid, String version) {
    return HeldPod.of(
        PodInfo.builder(new PodKey("shop", name)).uid(uid).resourceVersion(version).build());
  }

  @Test
  void first_list_is_complete_with_its_last_object_whatever_comes_between() {
    initialList.listed(List.of(pod("a", "1", "1"), pod("b", "2", "2")));

    handler.onAdd(pod("a", "1", "1"));
    handler.onUpdate(pod("a", "1", "1"), pod("a", "1", "3"));
    handler.onDelete(pod("a", "1", "3"), false);
    handler.onAdd(pod("c", "3", "4"));
    handler.onAdd(pod("b", "2", "2"));
    handler.onAdd(pod("a", "4", "5"));

    assertThat(messages.rest(PODS))
        .containsExactly(
            "shop/a 1 on ''",
            "shop/a 1 on ''",
            "shop/a 1 gone",
            "shop/c 3 on ''",
            "shop/b 2 on ''",
            "complete",
            "shop/a 4 on ''");
  }

  @Test
  void first_list_is_complete_once() {
    initialList.listed(List.of(pod("a", "1", "1")));
    handler.onAdd(pod("a", "1", "1"));
    initialList.listed(List.of());

    assertThat(messages.rest(PODS)).containsExactly("shop/a 1 on ''", "complete");
  }

  @Test
  void list_that_cannot_be_had_is_missing_until_all_of_the_next_one_was_posted() {
    initialList.unavailable("no right");
    initialList.unavailable("still no right");
    assertThat(messages.rest(PODS)).as("said once").containsExactly("no right");

    initialList.listed(List.of(pod("a", "1", "1"), pod("b", "2", "2")));
    handler.onUpdate(pod("a", "1", "1"), pod("a", "1", "1"));
    assertThat(messages.rest(PODS)).as("one of two is not all").isEmpty();
    handler.onAdd(pod("b", "2", "2"));
    assertThat(messages.rest(PODS)).containsExactly("shop/b 2 on ''", "complete");
  }

  @Test
  void list_that_cannot_be_had_again_before_it_was_posted_is_missing() {
    initialList.listed(List.of(pod("a", "1", "1")));
    initialList.unavailable("no right");
    handler.onAdd(pod("a", "1", "1"));

    assertThat(messages.rest(PODS)).containsExactly("no right", "shop/a 1 on ''");
  }

  @Test
  void other_uid_under_one_name_is_one_gone_and_one_seen() {
    handler.onUpdate(pod("a", "1", "1"), pod("a", "2", "9"));

    assertThat(messages.rest(PODS)).containsExactly("shop/a 1 gone", "shop/a 2 on ''");
  }

  @Test
  void unchanged_version_is_not_news() {
    handler.onUpdate(pod("a", "1", "1"), pod("a", "1", "1"));

    assertThat(messages.rest(PODS)).isEmpty();
  }

  @Test
  void object_without_a_version_is_always_news() {
    handler.onUpdate(pod("a", "1", ""), pod("a", "1", ""));

    assertThat(messages.rest(PODS)).hasSize(1);
  }

  @Test
  void missed_deletion_is_a_deletion() {
    handler.onDelete(pod("a", "1", "1"), true);

    assertThat(messages.rest(PODS)).containsExactly("shop/a 1 gone");
  }

  @Test
  void node_recreated_under_its_name_is_gone_before_it_is_seen() {
    InboxHandler<HeldNode> nodes = new InboxHandler<>(messages, initialList, new Checkpoints());
    HeldNode before = HeldNode.of(Node.builder("n1").uid("1").resourceVersion("1").build());
    HeldNode after = HeldNode.of(Node.builder("n1").uid("2").resourceVersion("2").build());

    nodes.onUpdate(before, after);

    assertThat(messages.rest(NODES)).containsExactly("n1 gone", "n1 2");
  }

  @Test
  void handler_never_throws() {
    InboxHandler<HeldPod> broken =
        new InboxHandler<>(
            message -> {
              throw new IllegalStateException("full");
            },
            initialList,
            new Checkpoints());
    initialList.listed(List.of(pod("a", "1", "1")));

    assertThatCode(() -> broken.onAdd(pod("a", "1", "1"))).doesNotThrowAnyException();
    assertThatCode(() -> broken.onDelete(null, true)).doesNotThrowAnyException();
    assertThat(messages.rest(PODS)).as("the barrier still opens").containsExactly("complete");
  }
}
