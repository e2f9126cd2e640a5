package dev.berth.kube.watch;

import static dev.berth.cycle.ObjectKind.DEVICE_CLASSES;
import static dev.berth.cycle.ObjectKind.NAMESPACES;
import static dev.berth.cycle.ObjectKind.NODES;
import static dev.berth.cycle.ObjectKind.PODS;
import static dev.berth.cycle.ObjectKind.REPLICA_SETS;
import static dev.berth.cycle.ObjectKind.SERVICES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.kube.FakeApiServer;
import dev.berth.kube.FakeApiServer.Answer;
import dev.berth.kube.FakeApiServer.Request;
import dev.berth.kube.FakeApiServer.Script;
import dev.berth.kube.KubeClients;
import dev.berth.kube.decode.NodeDecoder;
import dev.berth.kube.decode.PodDecoder;
import dev.berth.kube.decode.UnknownFieldListener;
import dev.berth.model.Interner;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The whole way from HTTP to messages, through the client's real informers. */
final class ClusterWatchTest {
  private static final WatchTiming QUICK =
      new WatchTiming(
          2,
          Duration.ofSeconds(20),
          Duration.ofMillis(1),
          Duration.ofMillis(20),
          Duration.ofMinutes(1),
          WatchTiming.STANDARD.silence());

  private final FakeApiServer server = FakeApiServer.start();
  private final FakeCollection pods = new FakeCollection(server, "/api/v1/pods");
  private final FakeCollection nodes = new FakeCollection(server, "/api/v1/nodes");
  private final FakeCollection deviceClasses =
      new FakeCollection(server, "/apis/resource.k8s.io/v1/deviceclasses");
  private final Messages messages = new Messages();
  private final KubeClients clients = server.clients();
  private final ClusterWatch watch =
      new ClusterWatch(
          clients,
          new PodDecoder(new Interner(), UnknownFieldListener.NONE),
          new NodeDecoder(new Interner(), UnknownFieldListener.NONE),
          messages,
          QUICK,
          new SplittableRandom(1));

  @BeforeEach
  void fill() {
    FakeCollection.ofLookedUpKinds(server);
  }

  @AfterEach
  void stop() {
    watch.close();
    clients.close();
    server.close();
  }

  private static String pod(String name, String uid, int version) {
    return pod(name, uid, version, "''");
  }

  private static String pod(String name, String uid, int version, String nodeName) {
    return "{'metadata': {'namespace': 'shop', 'name': '%s', 'uid': '%s', 'resourceVersion': '%d'}, 'spec': {'nodeName': %s}}"
        .formatted(name, uid, version, nodeName);
  }

  private static String node(String name, int version) {
    return "{'metadata': {'name': '%s', 'uid': 'uid-%s', 'resourceVersion': '%d'}}"
        .formatted(name, name, version);
  }

  // ---- lists --------------------------------------------------------------------------------

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

  // ---- watches ------------------------------------------------------------------------------

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

  // ---- lenient ------------------------------------------------------------------------------

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

  // ---- what may be missing ------------------------------------------------------------------

  @Test
  void deviceClasses_that_may_not_be_read_do_not_hold_up_the_start_and_come_when_granted() {
    deviceClasses.list(Answer.refusal(403, "no"));
    deviceClasses.list(Answer.refusal(404, "no such kind"));
    deviceClasses.list(
        "5",
        "{'metadata': {'name': 'gpu', 'uid': '1', 'resourceVersion': '2'},"
            + " 'spec': {'extendedResourceName': 'example.com/gpu'}}");
    Script events = deviceClasses.watch();

    watch.start();

    assertThat(messages.next(DEVICE_CLASSES, 3))
        .containsExactly(
            "deviceclasses cannot be read, a ClusterRole needs the rule"
                + " {apiGroups: [\"resource.k8s.io\"], resources: [\"deviceclasses\"],"
                + " verbs: [\"list\", \"watch\"]}",
            "gpu",
            "complete");
    events.event("DELETED", "{'metadata': {'name': 'gpu', 'uid': '1', 'resourceVersion': '6'}}");
    assertThat(messages.next(DEVICE_CLASSES, 1)).containsExactly("gpu gone");
  }

  @Test
  void namespaces_that_cannot_be_read_any_more_are_missing_until_all_of_them_are_known_again() {
    FakeCollection namespaces = new FakeCollection(server, "/api/v1/namespaces");
    String shop = "{'metadata': {'name': 'shop', 'uid': '1', 'resourceVersion': '2'}}";
    String bank = "{'metadata': {'name': 'bank', 'uid': '2', 'resourceVersion': '6'}}";
    namespaces.list("5", shop);
    server.on("GET /apis/apps/v1/replicasets", _ -> Answer.refusal(404, "no such kind"));
    Script first = namespaces.watch();
    watch.start();
    assertThat(messages.next(NAMESPACES, 2)).containsExactly("shop", "complete");

    namespaces.list(Answer.refusal(403, "no"));
    namespaces.list(Answer.refusal(403, "still no"));
    namespaces.list("9", shop, bank);
    first.event("ERROR", "{'kind': 'Status', 'code': 410, 'message': 'too old'}");

    assertThat(messages.next(NAMESPACES, 3))
        .containsExactly(
            "namespaces cannot be read, a ClusterRole needs the rule"
                + " {apiGroups: [\"\"], resources: [\"namespaces\"], verbs: [\"list\","
                + " \"watch\"]}",
            "bank",
            "complete");
    assertThat(messages.next(REPLICA_SETS, 1))
        .as("a kind that the server does not have")
        .containsExactly("the server has no apps/v1 replicasets");
  }

  @Test
  void objects_that_plugins_look_up_come_and_go() {
    FakeCollection services = new FakeCollection(server, "/api/v1/services");
    services.list(
        "5",
        "{'metadata': {'namespace': 'shop', 'name': 'web', 'uid': '1', 'resourceVersion': '2'},"
            + " 'spec': {'selector': {'app': 'web'}}}");
    Script events = services.watch();
    watch.start();
    assertThat(messages.next(SERVICES, 2)).containsExactly("shop/web", "complete");

    events.event(
        "DELETED",
        "{'metadata': {'namespace': 'shop', 'name': 'web', 'uid': '1', 'resourceVersion': '6'}}");

    assertThat(messages.next(SERVICES, 1)).containsExactly("shop/web gone");
  }

  // ---- the end ------------------------------------------------------------------------------

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
