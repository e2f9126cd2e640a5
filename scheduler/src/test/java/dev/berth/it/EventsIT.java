package dev.berth.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.controlplane.ControlPlane;
import dev.berth.controlplane.Fault;
import dev.berth.controlplane.RewritingProxy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events as kubectl shows them, beside those of the real kube-scheduler. */
final class EventsIT {
  private static final String STOCK = "default-scheduler";
  private static final String BERTH = "berth";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static ControlPlane controlPlane;
  private static ApiServer api;

  @BeforeAll
  static void start() {
    controlPlane = ControlPlane.start(ControlPlane.Component.SCHEDULER);
    api = new ApiServer(controlPlane);
  }

  @AfterAll
  static void stop() {
    api.close();
    controlPlane.close();
  }

  @BeforeEach
  void clear() {
    api.clear();
  }

  /** Waits until the events about that pod, oldest first, are as wanted. */
  private static List<JsonNode> awaitEvents(String pod, Consumer<List<JsonNode>> wanted)
      throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      List<JsonNode> events = events(pod);
      try {
        wanted.accept(events);
        return events;
      } catch (AssertionError notYet) {
        if (System.nanoTime() > end) {
          throw notYet;
        }
      }
    }
  }

  private static List<JsonNode> events(String pod) {
    return api.list(ApiServer.EVENTS + "?fieldSelector=regarding.name=" + pod).stream()
        .sorted(Comparator.comparing(event -> Instant.parse(event.path("eventTime").asText())))
        .toList();
  }

  private static void createForBoth(String prefix, String spec, String cpu) {
    for (String scheduler : List.of(STOCK, BERTH)) {
      controlPlane.create(
          Yaml.pod(
              prefix + "-" + scheduler,
              "",
              Yaml.fields("schedulerName: " + scheduler, spec),
              Yaml.requests("cpu: \"" + cpu + "\"")));
    }
  }

  /** An event without what must differ between two pods and two schedulers. */
  private static JsonNode comparable(JsonNode event, String scheduler, JsonNode pod) {
    ObjectNode copy = event.deepCopy();
    assertThat(copy.at("/metadata/name").asText()).matches(Pods.name(pod) + "\\.[0-9a-f]{16}");
    assertThat(copy.path("eventTime").asText()).matches(".*T.*\\.[0-9]{6}Z");
    assertThat(copy.at("/regarding/uid")).isEqualTo(pod.at("/metadata/uid"));
    assertThat(copy.at("/regarding/resourceVersion").asText()).isNotEmpty();
    ((ObjectNode) copy.path("metadata"))
        .remove(List.of("name", "uid", "resourceVersion", "creationTimestamp", "managedFields"));
    ((ObjectNode) copy.path("regarding")).remove(List.of("uid", "resourceVersion"));
    copy.remove("eventTime");
    if (copy.path("series") instanceof ObjectNode series) {
      assertThat(series.path("lastObservedTime").asText()).matches(".*T.*\\.[0-9]{6}Z");
      series.remove("lastObservedTime");
    }
    copy.put("note", head(copy.path("note").asText()));
    return ApiServer.JSON.valueToTree(
        ApiServer.JSON.convertValue(copy, Object.class).toString().replace(scheduler, "SCHEDULER"));
  }

  /** Without what PostFilter adds. */
  private static String head(String message) {
    int tail = message.indexOf(". ");
    return tail < 0 ? message : message.substring(0, tail + 1);
  }

  private static void assertSameEvents(String prefix) {
    assertThat(comparables(prefix, BERTH)).isEqualTo(comparables(prefix, STOCK));
  }

  private static List<JsonNode> comparables(String prefix, String scheduler) {
    JsonNode pod = api.get(ApiServer.PODS + "/" + prefix + "-" + scheduler);
    return events(Pods.name(pod)).stream().map(event -> comparable(event, scheduler, pod)).toList();
  }

  /**
   * Waits until both schedulers have seen every pod and node that was there before: a pod that came
   * after them all is on the node that came last.
   *
   * @param pod the name of such a pod, without its scheduler
   */
  private static void awaitBothHaveSeenAll(String pod, String lastNode, PodHistory history) {
    createForBoth(
        pod, "tolerations: [{operator: Exists}], nodeSelector: {name: " + lastNode + "}", "10m");
    history.awaitBound(pod + "-" + STOCK);
    history.awaitBound(pod + "-" + BERTH);
  }

  private static void setCpu(String node, int cpu) {
    api.patch(
        ApiServer.NODES + "/" + node + "/status",
        "{\"status\": {\"allocatable\": {\"cpu\": \"" + cpu + "\"}}}");
  }

  @Test
  void events_areThoseOfKubeScheduler_andARetriedPodMakesASeries() throws Exception {
    controlPlane.create(
        Yaml.all(
            List.of(
                Yaml.node("n1", "", "", "cpu: \"4\", memory: 8Gi, pods: \"110\"", ""),
                Yaml.node(
                    "tainted",
                    "name: tainted",
                    "taints: [{key: k, value: v, effect: NoSchedule}]",
                    "cpu: \"4\", memory: 8Gi, pods: \"110\"",
                    ""))));
    try (PodHistory history = PodHistory.of(api);
        BerthProcess berth = BerthProcess.start(controlPlane.kubeconfig())) {
      awaitBothHaveSeenAll("first", "tainted", history);
      createForBoth("web", "", "500m");
      createForBoth("big", "", "6");
      for (String scheduler : List.of(STOCK, BERTH)) {
        awaitEvents("web-" + scheduler, events -> assertThat(events).hasSize(1));
        awaitEvents("big-" + scheduler, events -> assertThat(events).hasSize(1));
      }
      assertSameEvents("web");
      assertSameEvents("big");

      // An event is about a version of its pod. The next one is about that with the condition, if
      // the scheduler has seen it before the node changes, and what it sees of pods is in order.
      for (String scheduler : List.of(STOCK, BERTH)) {
        history.awaitThat(
            pods ->
                assertThat(pods)
                    .filteredOn(Pods::isUnschedulable)
                    .extracting(Pods::name)
                    .contains("big-" + scheduler));
      }
      awaitBothHaveSeenAll("second", "tainted", history);

      // The taint keeps the pod away, but NodeResourcesFit wants it tried: the same text again.
      setCpu("tainted", 8);
      for (String scheduler : List.of(STOCK, BERTH)) {
        awaitEvents("big-" + scheduler, events -> assertThat(events).hasSize(2));
      }
      setCpu("tainted", 9);
      for (String scheduler : List.of(STOCK, BERTH)) {
        awaitEvents(
            "big-" + scheduler,
            events -> assertThat(events.getLast().at("/series/count").asInt()).isEqualTo(2));
        assertThat(events("big-" + scheduler)).hasSize(2);
      }
      assertSameEvents("big");

      assertThat(controlPlane.kubectl("describe", "pod", "web-berth"))
          .containsPattern(
              "Normal +Scheduled +\\S+ +berth +Successfully assigned default/web-berth to n1\n");
      assertThat(controlPlane.kubectl("describe", "pod", "big-berth"))
          .containsPattern(
              "Warning +FailedScheduling +.* berth +0/2 nodes are available: 1 Insufficient cpu, 1"
                  + " node\\(s\\) had untolerated taint\\(s\\)\\.");
      assertThat(berth.terminate()).as(berth.log()).isZero();
    }
  }

  @Test
  void apiThatTakesNoEvents_delaysNoBinding(@TempDir Path temp) throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    try (RewritingProxy proxy = RewritingProxy.inFrontOf(controlPlane);
        PodHistory history = PodHistory.of(api)) {
      AtomicInteger tries = new AtomicInteger();
      proxy.injectFaults(
          request -> {
            if (!request.path().startsWith(ApiServer.EVENTS)) {
              return new Fault.None();
            }
            int number = tries.getAndIncrement();
            if (number > 1) {
              await(end);
            }
            int code = number == 0 ? 500 : 429;
            return new Fault.Answer(code, "{\"kind\": \"Status\", \"code\": " + code + "}");
          });
      controlPlane.create(Yaml.node("m1", "for: m", "", "cpu: \"4\", pods: \"110\"", ""));
      try (BerthProcess berth = BerthProcess.start(proxy.writeKubeconfig(temp.resolve("config")))) {
        controlPlane.create(
            Yaml.all(
                IntStream.range(0, 100)
                    .mapToObj(i -> Yaml.pod("m-" + i, "of: m", "nodeSelector: {for: m}", ""))
                    .toList()));
        history.awaitThat(
            pods ->
                assertThat(pods)
                    .filteredOn(pod -> pod.at("/metadata/labels/of").asText().equals("m"))
                    .hasSize(100)
                    .allMatch(Pods::isBound));
        berth.awaitLine(" WARN EventSender - an event about pod default/m-");
        assertThat(berth.terminate()).as(berth.log()).isZero();
      } finally {
        end.countDown();
      }
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
