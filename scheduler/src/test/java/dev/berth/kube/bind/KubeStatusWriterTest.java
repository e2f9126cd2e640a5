package dev.berth.kube.bind;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.framework.StatusWriter.Reason;
import dev.berth.kube.FakeApiServer;
import dev.berth.kube.FakeApiServer.Answer;
import dev.berth.kube.FakeApiServer.Request;
import dev.berth.kube.KubeClients;
import dev.berth.model.PodCondition;
import dev.berth.model.PodInfo;
import dev.berth.model.PodKey;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which patches reach the server, through the real client. */
final class KubeStatusWriterTest {
  private static final String POD = "/api/v1/namespaces/shop/pods/";
  private static final PodInfo WEB = pod("web");

  private final FakeApiServer server = FakeApiServer.start();
  private final KubeClients clients = server.clients();
  private KubeStatusWriter writer = writer(KubeStatusWriter.Limits.STANDARD);

  private KubeStatusWriter writer(KubeStatusWriter.Limits limits) {
    return new KubeStatusWriter(clients.write(), InstantSource.system(), limits);
  }

  @AfterEach
  void stop() {
    writer.close();
    clients.close();
    server.close();
  }

  private static PodInfo pod(String name) {
    return PodInfo.builder(new PodKey("shop", name))
        .uid("uid-" + name)
        .resourceVersion("7")
        .generation(1)
        .build();
  }

  private static Answer podAs(String uid, String version, String nodeName, String message) {
    return Answer.json(
        200,
        """
        {'metadata': {'uid': '%s', 'resourceVersion': '%s', 'generation': 2}, 'spec': {'nodeName': '%s'},
         'status': {'conditions': [
           {'type': 'Ready', 'status': 'False'},
           {'type': 'PodScheduled', 'status': 'False', 'reason': 'Unschedulable', 'message': '%s'}]}}
        """
            .formatted(uid, version, nodeName, message));
  }

  private void onPatch(Supplier<Answer> first, Supplier<?>... others) {
    Deque<Supplier<?>> rest = new ArrayDeque<>(Arrays.asList(others));
    rest.addFirst(first);
    server.on(
        "PATCH " + POD + "web/status",
        request -> {
          synchronized (rest) {
            return (Answer) (rest.size() > 1 ? rest.removeFirst() : rest.getFirst()).get();
          }
        });
  }

  /** All patches, once everything is written. */
  private List<Request> patches() {
    writer.close(FakeApiServer.PATIENCE);
    return server.requests("PATCH");
  }

  @Test
  void failure_is_patched_into_the_status_with_uid_and_version() {
    onPatch(() -> podAs("uid-web", "8", "", "no"));

    writer.notScheduled(WEB, Reason.UNSCHEDULABLE, "no", null);

    assertThat(patches())
        .singleElement()
        .satisfies(
            patch -> {
              assertThat(patch.header("Content-type"))
                  .startsWith("application/strategic-merge-patch+json");
              assertThat(patch.body())
                  .contains("\"metadata\":{\"uid\":\"uid-web\",\"resourceVersion\":\"7\"}")
                  .contains("\"reason\":\"Unschedulable\",\"message\":\"no\"")
                  .doesNotContain("nominatedNodeName");
            });
  }

  @Test
  void failure_that_the_pod_shows_already_is_not_written() {
    PodInfo same =
        WEB.toBuilder()
            .podScheduled(new PodCondition("False", Reason.SCHEDULER_ERROR.text(), "no"))
            .build();

    writer.notScheduled(same, Reason.SCHEDULER_ERROR, "no", "");

    assertThat(patches()).isEmpty();
  }

  @Test
  void expected_node_is_patched_alone() {
    onPatch(() -> podAs("uid-web", "8", "", "no"));

    writer.expectedNode(WEB, "n1");

    assertThat(patches())
        .singleElement()
        .satisfies(
            patch ->
                assertThat(patch.body())
                    .contains("\"status\":{\"nominatedNodeName\":\"n1\"}")
                    .doesNotContain("conditions"));
  }

  @Test
  void nomination_that_the_watch_has_not_shown_yet_is_cleared_by_a_failure() {
    String nominated =
        """
        {'metadata': {'uid': 'uid-web', 'resourceVersion': '%s'},
         'status': {%s 'conditions': [
           {'type': 'PodScheduled', 'status': 'False', 'reason': 'SchedulerError', 'message': 'no'}]}}
        """;
    onPatch(
        () -> Answer.json(200, nominated.formatted("10", "'nominatedNodeName': 'n1',")),
        () -> Answer.json(200, nominated.formatted("11", "")));
    PodInfo same =
        WEB.toBuilder().podScheduled(new PodCondition("False", "SchedulerError", "no")).build();
    writer.expectedNode(same, "n1");
    writer.awaitIdle(FakeApiServer.PATIENCE);

    writer.notScheduled(same, Reason.SCHEDULER_ERROR, "no", "");

    List<Request> patches = patches();
    assertThat(patches).hasSize(2);
    assertThat(patches.getLast().body())
        .contains("\"resourceVersion\":\"10\"", "\"nominatedNodeName\":null");
  }

  @Test
  void what_the_watch_has_shown_since_counts_for_more_than_an_old_answer() {
    onPatch(() -> podAs("uid-web", "8", "", "no"));
    writer.notScheduled(WEB, Reason.UNSCHEDULABLE, "no", null);
    writer.awaitIdle(FakeApiServer.PATIENCE);
    PodInfo shown =
        WEB.toBuilder()
            .resourceVersion("10")
            .podScheduled(new PodCondition("True", "", ""))
            .build();

    writer.notScheduled(shown, Reason.UNSCHEDULABLE, "no", null);

    assertThat(patches()).hasSize(2);
  }

  @Test
  void newest_of_the_writes_that_wait_is_written_on_top_of_the_one_under_way() throws Exception {
    CountDownLatch underWay = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    onPatch(
        () -> {
          underWay.countDown();
          await(goOn);
          return podAs("uid-web", "8", "", "first");
        },
        () -> podAs("uid-web", "9", "", "third"));
    writer.notScheduled(WEB, Reason.UNSCHEDULABLE, "first", null);
    assertThat(underWay.await(20, TimeUnit.SECONDS)).isTrue();

    writer.notScheduled(WEB, Reason.UNSCHEDULABLE, "second", "n1");
    writer.notScheduled(WEB, Reason.UNSCHEDULABLE, "third", null);
    goOn.countDown();

    List<Request> patches = patches();
    assertThat(patches).hasSize(2);
    assertThat(patches.getLast().body())
        .contains("\"resourceVersion\":\"8\"", "\"third\"", "\"nominatedNodeName\":\"n1\"");
  }

  @Test
  void message_that_returns_to_what_the_pod_showed_is_written_over_the_one_under_way()
      throws Exception {
    PodInfo shown =
        WEB.toBuilder().podScheduled(new PodCondition("False", "Unschedulable", "old")).build();
    CountDownLatch underWay = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    onPatch(
        () -> {
          underWay.countDown();
          await(goOn);
          return podAs("uid-web", "8", "", "new");
        },
        () -> podAs("uid-web", "9", "", "old"));
    writer.notScheduled(shown, Reason.UNSCHEDULABLE, "new", null);
    assertThat(underWay.await(20, TimeUnit.SECONDS)).isTrue();

    writer.notScheduled(shown, Reason.UNSCHEDULABLE, "old", null);
    goOn.countDown();

    assertThat(patches()).hasSize(2);
    assertThat(server.requests("PATCH").getLast().body()).contains("\"message\":\"old\"");
  }

  @Test
  void conflict_is_solved_by_reading_the_pod() {
    onPatch(() -> Answer.refusal(409, "changed"), () -> podAs("uid-web", "11", "", "no"));
    server.on("GET " + POD + "web", request -> podAs("uid-web", "10", "", "other"));

    writer.notScheduled(WEB, Reason.UNSCHEDULABLE, "no", null);

    List<Request> patches = patches();
    assertThat(patches).hasSize(2);
    assertThat(patches.getLast().body())
        .contains("\"resourceVersion\":\"10\"", "\"observedGeneration\":2")
        .doesNotContain("lastTransitionTime");
  }

  @Test
  void pod_that_was_bound_meanwhile_is_left_alone() {
    onPatch(() -> Answer.refusal(409, "changed"));
    server.on("GET " + POD + "web", request -> podAs("uid-web", "10", "n1", "other"));

    writer.notScheduled(WEB, Reason.UNSCHEDULABLE, "no", null);

    assertThat(patches()).hasSize(1);
  }

  @Test
  void pod_that_was_recreated_or_deleted_meanwhile_is_left_alone() {
    onPatch(() -> Answer.refusal(409, "changed"));
    server.on("GET " + POD + "web", request -> podAs("uid-other", "10", "", "other"));
    writer.notScheduled(WEB, Reason.UNSCHEDULABLE, "no", null);
    writer.notScheduled(pod("nowhere"), Reason.UNSCHEDULABLE, "no", null);

    assertThat(patches()).hasSize(2);
  }

  @Test
  void failure_of_the_server_is_repeated_and_a_refusal_is_not() {
    onPatch(
        () -> Answer.refusal(500, "etcd is asleep"),
        Answer::none,
        () -> podAs("uid-web", "8", "", "no"));
    server.on("PATCH " + POD + "policy/status", request -> Answer.refusal(403, "policy"));
    writer.notScheduled(WEB, Reason.UNSCHEDULABLE, "no", null);
    writer.notScheduled(pod("policy"), Reason.UNSCHEDULABLE, "no", null);

    assertThat(patches().stream().map(Request::path))
        .containsExactlyInAnyOrder(
            POD + "web/status", POD + "web/status", POD + "web/status", POD + "policy/status");
  }

  @Test
  void server_that_never_answers_well_is_given_up() {
    onPatch(() -> Answer.refusal(503, "starting"));

    writer.notScheduled(WEB, Reason.UNSCHEDULABLE, "no", null);

    assertThat(patches()).hasSize(4);
  }

  @Test
  void writes_beyond_the_bound_are_dropped_and_never_block() throws Exception {
    writer.close();
    writer = writer(new KubeStatusWriter.Limits(2, 1));
    CountDownLatch underWay = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    onPatch(
        () -> {
          underWay.countDown();
          await(goOn);
          return podAs("uid-web", "8", "", "no");
        });
    writer.notScheduled(WEB, Reason.UNSCHEDULABLE, "no", null);
    assertThat(underWay.await(20, TimeUnit.SECONDS)).isTrue();

    for (String name : List.of("a", "b", "c", "d")) {
      writer.notScheduled(pod(name), Reason.UNSCHEDULABLE, "no", null);
    }
    goOn.countDown();

    assertThat(patches().stream().map(Request::path))
        .containsExactly(POD + "web/status", POD + "a/status", POD + "b/status");
  }

  @Test
  void close_ends_a_write_under_way_and_takes_no_more() throws Exception {
    onPatch(() -> new Answer.Stream(new FakeApiServer.Script()));
    writer.notScheduled(WEB, Reason.UNSCHEDULABLE, "no", null);
    server.await(request -> request.method().equals("PATCH"));

    writer.close(Duration.ofMillis(1));
    writer.notScheduled(pod("late"), Reason.UNSCHEDULABLE, "no", null);

    assertThat(patches()).hasSize(1);
  }

  private static void await(CountDownLatch latch) {
    try {
      if (!latch.await(20, TimeUnit.SECONDS)) {
        throw new AssertionError("never let go");
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
