package dev.berth.kube.watch;

import static dev.berth.cycle.ObjectKind.DEVICE_CLASSES;
import static dev.berth.cycle.ObjectKind.NODES;
import static dev.berth.cycle.ObjectKind.PODS;
import static dev.berth.kube.watch.ClusterWatchBed.node;
import static dev.berth.kube.watch.ClusterWatchBed.pod;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.kube.FakeApiServer;
import dev.berth.kube.FakeApiServer.Answer;
import dev.berth.kube.FakeApiServer.Script;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The whole way from HTTP to messages, through the client's real informers: lists, bad objects, and
 * the end.
 */
final class ClusterWatchTest {
  private final ClusterWatchBed bed = new ClusterWatchBed();
  private final FakeCollection pods = bed.pods;
  private final FakeCollection nodes = bed.nodes;
  private final FakeCollection deviceClasses = bed.deviceClasses;
  private final Messages messages = bed.messages;
  private final ClusterWatch watch = bed.watch;

  @AfterEach
  void close() {
    bed.close();
  }

  // ---- lists

  @Test
  void everything_is_listed_in_pages_and_then_called_complete() {
    pods.page("9", "page-2", pod("a", "1", 3), pod("b", "2", 4));
    pods.page("9", "page-3", pod("c", "3", 5), pod("d", "4", 6, "'n1'"));
    pods.page("9", "", pod("e", "5", 7));
    nodes.list("9", node("n1", 2));

    watch.start();

    assertThat(messages.next(PODS, 6))
        .containsExactly(
            "shop/a 1 on ''",
            "shop/b 2 on ''",
            "shop/c 3 on ''",
            "shop/d 4 on 'n1'",
            "shop/e 5 on ''",
            "complete");
    assertThat(messages.next(NODES, 2)).containsExactly("n1 uid-n1", "complete");
    assertThat(messages.next(DEVICE_CLASSES, 1)).containsExactly("complete");
    String wantSelector = "status.phase!=Succeeded,status.phase!=Failed";
    assertThat(pods.awaitList().query())
        .isEqualTo(Map.of("limit", "2", "fieldSelector", wantSelector));
    assertThat(pods.awaitList().query()).containsEntry("continue", "page-2");
    assertThat(pods.awaitList().query())
        .isEqualTo(Map.of("limit", "2", "continue", "page-3", "fieldSelector", wantSelector));
  }

  @Test
  void page_token_that_expires_makes_the_list_come_whole() {
    pods.page("9", "page-2", pod("a", "1", 3), pod("deleted-meanwhile", "2", 4));
    pods.list(Answer.refusal(410, "the token is too old"));
    pods.list("12", pod("a", "1", 3), pod("c", "3", 11));

    watch.start();

    assertThat(messages.next(PODS, 3))
        .containsExactly("shop/a 1 on ''", "shop/c 3 on ''", "complete");
    pods.awaitList();
    pods.awaitList();
    assertThat(pods.awaitList().query()).doesNotContainKeys("limit", "continue");
    assertThat(pods.awaitWatch().query()).containsEntry("resourceVersion", "12");
  }

  @Test
  void lists_that_fail_are_repeated_and_nothing_is_complete_before() {
    pods.list(Answer.refusal(500, "etcd is asleep"));
    pods.list(Answer.refusal(403, "no"));
    pods.list(Answer.none());
    pods.list(Answer.json(200, "{'metadata': {'resourceVersion': '3'}, 'items': [{'meta"));
    pods.list(Answer.json(200, "<html>"));
    pods.list("4", pod("a", "1", 3));

    watch.start();

    assertThat(messages.next(PODS, 2)).containsExactly("shop/a 1 on ''", "complete");
  }

  @Test
  void retryAfter_of_the_server_is_waited_out() {
    String busy = "{'kind': 'Status', 'message': 'busy'}";
    pods.list(new Answer.Json(429, FakeApiServer.quoted(busy), Map.of("Retry-After", "1")));
    pods.list("4");
    long start = System.nanoTime();

    watch.start();

    assertThat(messages.next(PODS, 1)).containsExactly("complete");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(990));
  }

  // ---- lenient

  @Test
  void objects_that_cannot_be_understood_are_skipped_and_counted() {
    pods.list(
        "5", pod("a", "1", 3), pod("bad", "2", 3, "{'x': [1]}"), "[]", "null", pod("c", "3", 3));
    pods.watch()
        .event("ADDED", pod("worse", "4", 6, "true"))
        .event("FUTURE", "{'x': {}}")
        .line("{'kind': 'of another world'}")
        .event("ADDED", pod("d", "5", 7));

    watch.start();

    assertThat(messages.next(PODS, 4))
        .containsExactly("shop/a 1 on ''", "shop/c 3 on ''", "complete", "shop/d 5 on ''");
    assertThat(watch.skippedObjects()).isEqualTo(4);
  }

  @Test
  void deletion_comes_through_even_if_the_rest_of_the_object_is_bad() {
    pods.list("5", pod("a", "1", 3));
    pods.watch().event("DELETED", pod("a", "1", 6, "true"));

    watch.start();

    assertThat(messages.next(PODS, 3))
        .containsExactly("shop/a 1 on ''", "complete", "shop/a 1 gone");
  }

  @Test
  void fields_and_orders_from_the_future_do_not_disturb() {
    String future =
        "{'future': {'items': [1]}, 'spec': {'future': [[]], 'nodeName': 'n1', 'later': 1},"
            + " 'metadata': {'x': {}, 'namespace': 'shop', 'name': 'a', 'uid': '1',"
            + " 'resourceVersion': '3'}}";
    pods.list(
        Answer.json(
            200,
            "{'future': {'items': []}, 'items': ["
                + future
                + "], 'metadata': {'x': {'resourceVersion': '7'}, 'resourceVersion': '5',"
                + " 'remainingItemCount': 0}}"));
    pods.watch()
        .line("{'x': {'type': 'DELETED'}, 'object': " + pod("b", "2", 6) + ", 'type': 'ADDED'}");

    watch.start();

    assertThat(messages.next(PODS, 3))
        .containsExactly("shop/a 1 on 'n1'", "complete", "shop/b 2 on ''");
    assertThat(watch.skippedObjects()).isZero();
  }

  // ---- the end

  @Test
  void close_ends_every_thread() throws Exception {
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    pods.list(Answer.refusal(500, "no")); // one waits, one watches, one lists
    deviceClasses.list(new Answer.Stream(new Script()));
    watch.start();
    messages.next(NODES, 1);
    nodes.awaitWatch();
    Set<Thread> started =
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> !before.contains(thread) && !thread.isDaemon())
            .collect(Collectors.toSet());
    assertThat(started).isNotEmpty();

    watch.close();

    for (Thread thread : started) {
      assertThat(thread.join(FakeApiServer.PATIENCE)).as("%s has ended", thread).isTrue();
    }
  }

  @Test
  void close_before_start_and_twice_does_nothing() {
    watch.close();
    watch.close();

    assertThat(messages.rest(PODS)).isEmpty();
  }
}
