package dev.berth.kube.watch;

import static dev.berth.cycle.ObjectKind.NODES;
import static dev.berth.cycle.ObjectKind.PODS;
import static dev.berth.kube.watch.ClusterWatchBed.node;
import static dev.berth.kube.watch.ClusterWatchBed.pod;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.kube.FakeApiServer;
import dev.berth.kube.FakeApiServer.Answer;
import dev.berth.kube.FakeApiServer.Request;
import dev.berth.kube.FakeApiServer.Script;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Watches that end, break off, or ask for what the server has forgotten. */
final class WatchResumptionTest {
  private final ClusterWatchBed bed = new ClusterWatchBed();
  private final FakeApiServer server = bed.server;
  private final FakeCollection pods = bed.pods;
  private final FakeCollection nodes = bed.nodes;
  private final Messages messages = bed.messages;
  private final ClusterWatch watch = bed.watch;

  @AfterEach
  void close() {
    bed.close();
  }

  @Test
  void events_arrive_as_they_happen() {
    pods.list("5", pod("a", "1", 3));
    Script events = pods.watch();
    watch.start();
    messages.next(PODS, 2);

    events.event("ADDED", pod("b", "2", 6));
    assertThat(messages.next(PODS, 1)).containsExactly("shop/b 2 on ''");
    events.event("MODIFIED", pod("b", "2", 7, "'n1'"));
    assertThat(messages.next(PODS, 1)).containsExactly("shop/b 2 on 'n1'");
    events.event("DELETED", pod("a", "1", 8));
    assertThat(messages.next(PODS, 1)).containsExactly("shop/a 1 gone");

    Request request = pods.awaitWatch();
    assertThat(request.query())
        .containsEntry("watch", "true")
        .containsEntry("allowWatchBookmarks", "true")
        .containsEntry("resourceVersion", "5")
        .containsEntry("fieldSelector", "status.phase!=Succeeded,status.phase!=Failed");
    assertThat(Integer.parseInt(request.query().get("timeoutSeconds"))).isBetween(20, 39);
  }

  @Test
  void watch_that_ends_goes_on_from_the_last_bookmark() {
    pods.list("5");
    pods.watch().event("BOOKMARK", "{'metadata': {'resourceVersion': '50'}}").end();
    pods.watch().event("ADDED", pod("a", "1", 51));

    watch.start();

    assertThat(messages.next(PODS, 2)).containsExactly("complete", "shop/a 1 on ''");
    assertThat(pods.awaitWatch().query()).containsEntry("resourceVersion", "5");
    assertThat(pods.awaitWatch().query()).containsEntry("resourceVersion", "50");
  }

  @Test
  void watch_that_is_cut_amid_an_event_goes_on_from_the_last_whole_one() {
    pods.list("5");
    pods.watch().event("ADDED", pod("a", "1", 6)).text("{\"type\":\"ADDED\",\"obj").cut();
    pods.watch(Answer.none());
    pods.watch(Answer.refusal(503, "starting"));
    pods.watch().event("ADDED", pod("b", "2", 7));

    watch.start();

    assertThat(messages.next(PODS, 3))
        .containsExactly("complete", "shop/a 1 on ''", "shop/b 2 on ''");
    List<String> wantVersions = List.of("5", "6", "6", "6");
    assertThat(List.of(pods.awaitWatch(), pods.awaitWatch(), pods.awaitWatch(), pods.awaitWatch()))
        .extracting(request -> request.query().get("resourceVersion"))
        .isEqualTo(wantVersions);
    assertThat(lists("/api/v1/pods")).isEqualTo(1);
  }

  @Test
  void version_that_the_server_forgot_is_listed_anew_and_only_differences_are_posted() {
    pods.list("5", pod("same", "1", 2), pod("deleted", "2", 3), pod("recreated", "3", 4));
    pods.watch().event("ERROR", "{'kind': 'Status', 'code': 410, 'message': 'too old'}");
    pods.list("20", pod("same", "1", 2), pod("recreated", "4", 19), pod("new", "5", 20));
    watch.start();
    messages.next(PODS, 4);

    assertThat(messages.next(PODS, 4))
        .containsExactlyInAnyOrder(
            "shop/deleted 2 gone",
            "shop/recreated 3 gone",
            "shop/recreated 4 on ''",
            "shop/new 5 on ''")
        .containsSubsequence("shop/recreated 3 gone", "shop/recreated 4 on ''");
    pods.awaitWatch();
    assertThat(pods.awaitWatch().query()).containsEntry("resourceVersion", "20");
    assertThat(messages.rest(PODS)).isEmpty();
  }

  @Test
  void watch_refused_with_gone_lists_anew() {
    nodes.list("5", node("n1", 2));
    nodes.watch(Answer.refusal(410, "too old"));
    nodes.list("9", node("n2", 8));

    watch.start();

    assertThat(messages.next(NODES, 4))
        .containsExactly("n1 uid-n1", "complete", "n2 uid-n2", "n1 gone");
  }

  @Test
  void watch_refused_again_and_again_lists_anew() {
    nodes.list("5", node("n1", 2));
    nodes.watch(Answer.refusal(500, "no"));
    nodes.watch().event("ERROR", "{'kind': 'Status', 'code': 500, 'message': 'no'}");
    nodes.watch().line("[1, 2]");
    nodes.watch().line("{'type': 'ADDED', 'object': }");
    nodes.watch(Answer.refusal(504, "the version lies in the future"));
    nodes.list("4", node("n1", 2), node("n2", 3));

    watch.start();

    assertThat(messages.next(NODES, 3)).containsExactly("n1 uid-n1", "complete", "n2 uid-n2");
    assertThat(lists("/api/v1/nodes")).isEqualTo(2);
  }

  private long lists(String path) {
    return server.requests().stream()
        .filter(request -> request.path().equals(path) && !request.query().containsKey("watch"))
        .count();
  }

  @Test
  void events_that_come_again_bring_nothing_back() {
    pods.list("5", pod("a", "1", 3));
    pods.watch()
        .event("ADDED", pod("b", "2", 6))
        .event("MODIFIED", pod("a", "1", 7, "'n1'"))
        .event("DELETED", pod("b", "2", 8))
        .event("BOOKMARK", "{'metadata': {'resourceVersion': '4'}}")
        .event("ADDED", pod("b", "2", 6))
        .event("MODIFIED", pod("a", "1", 3))
        .event("DELETED", pod("b", "2", 8))
        .event("ADDED", pod("c", "3", 9));

    watch.start();

    assertThat(messages.next(PODS, 6))
        .containsExactlyInAnyOrder(
            "shop/a 1 on ''",
            "complete",
            "shop/b 2 on ''",
            "shop/a 1 on 'n1'",
            "shop/b 2 gone",
            "shop/c 3 on ''");
  }
}
