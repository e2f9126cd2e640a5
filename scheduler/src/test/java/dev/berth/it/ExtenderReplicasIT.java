package dev.berth.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.FreePort;
import dev.berth.controlplane.ControlPlane;
import dev.berth.controlplane.RewritingProxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Replicas of {@code berth extender} behind one address, and the last places of a cluster.
 *
 * <p>Each node that may be used has exactly one place for each kind of pod that wants a node to
 * itself, and {@value #PLAIN_PLACES} for the others; no kind can take a place of another one, so
 * however they come, all places are taken in the end.
 */
final class ExtenderReplicasIT {
  private static final String STOCK = "default-scheduler";
  private static final String QUICK_RETRIES = "podMaxBackoffSeconds: 2\n";

  private static final int NODES = 20;

  /** The facade lets nobody through to the others. */
  private static final int LABELLED = 18;

  private static final int PLAIN_PLACES = 7;
  private static final List<String> LONERS =
      List.of(
          Yaml.hostPort("8080"),
          Yaml.hostPort("8081"),
          "affinity: {podAntiAffinity: {requiredDuringSchedulingIgnoredDuringExecution: ["
              + "{labelSelector: {matchLabels: {kind: loner-2}},"
              + " topologyKey: kubernetes.io/hostname}]}}");
  private static final int PLACES = LABELLED * (PLAIN_PLACES + LONERS.size());
  private static final int PODS = 200;

  private static ControlPlane controlPlane;
  private static ApiServer api;

  @TempDir private Path directory;
  private PodHistory history;

  @BeforeAll
  static void start() {
    controlPlane = ControlPlane.start();
    api = new ApiServer(controlPlane);
  }

  @AfterAll
  static void stop() {
    api.close();
    controlPlane.close();
  }

  @BeforeEach
  void fill() {
    api.clear();
    history = PodHistory.of(api);
    api.create(
        ApiServer.NODES, IntStream.range(0, NODES).mapToObj(ExtenderReplicasIT::node).toList());
  }

  @AfterEach
  void close() {
    history.close();
  }

  // ---- the cluster -----------------------------------------------------------------------------

  private static String node(int number) {
    String name = "node-" + number;
    return Yaml.node(
        name,
        Yaml.fields(
            "kubernetes.io/hostname: " + name, number < LABELLED ? "example-label: \"\"" : ""),
        "",
        "cpu: %d00m, memory: %dGi, pods: \"110\"".formatted(PLAIN_PLACES, LONERS.size()),
        "");
  }

  /** Two of each kind of loners too many, and the rest, in any order. */
  private static List<String> pods() {
    List<String> pods = new ArrayList<>();
    for (int kind = 0; kind < LONERS.size(); kind++) {
      for (int i = 0; i < LABELLED + 2; i++) {
        pods.add(loner(kind, i));
      }
    }
    while (pods.size() < PODS) {
      pods.add(
          Yaml.pod(
              "plain-" + pods.size(),
              "",
              "schedulerName: " + STOCK,
              Yaml.requests("cpu: 100m, memory: 0")));
    }
    Collections.shuffle(pods, new Random(1));
    return pods;
  }

  private static String loner(int kind, int number) {
    String special = LONERS.get(kind);
    boolean ofTheContainer = special.startsWith("ports");
    return Yaml.pod(
        "loner-" + kind + "-" + number,
        "kind: loner-" + kind,
        Yaml.fields("schedulerName: " + STOCK, ofTheContainer ? "" : special),
        Yaml.fields(Yaml.requests("cpu: 0, memory: 1Gi"), ofTheContainer ? special : ""));
  }

  private static FacadeProcess facade(Path kubeconfig, int port) {
    return FacadeProcess.extender(kubeconfig, FacadeProcess.LABEL_WANTED, port);
  }

  private KubeSchedulerProcess kubeScheduler(String url, String more, String fields) {
    return KubeSchedulerProcess.start(
        controlPlane, directory, QUICK_RETRIES + fields + FacadeProcess.entry(url, more));
  }

  private void awaitBound(int atLeast, KubeSchedulerProcess stock) {
    history.awaitThat(
        pods -> assertThat(Pods.bound(pods).size()).as(stock::log).isGreaterThanOrEqualTo(atLeast));
  }

  private void awaitAllPlacesTaken(KubeSchedulerProcess stock) {
    history.awaitThat(
        pods -> {
          assertThat(Pods.bound(pods).size()).as(stock::log).isEqualTo(PLACES);
          assertThat(pods).filteredOn(Pods::isUnschedulable).hasSize(PODS - PLACES);
        });
  }

  private static List<JsonNode> labelled() {
    return api.nodes().stream()
        .filter(node -> node.at("/metadata/labels").has("example-label"))
        .toList();
  }

  private void assertSound() {
    List<JsonNode> pods = api.pods();
    assertThat(new RestJudge(STOCK, labelled(), pods).findings()).isEmpty();
    assertThat(new NeighbourRules(api.nodes(), pods).closeOnes()).isEmpty();
    assertThat(RestJudge.boundTwice(history.lives())).isEmpty();
  }

  // ---- two -------------------------------------------------------------------------------------

  /**
   * What the one has said the other one is asked about next. While one of them is dead, every other
   * request is lost, as to a Service that has not noticed yet.
   */
  @ParameterizedTest
  @CsvSource({"bindVerb: bind", "''"})
  void replicas_oneEndsAndComesBack_everyPlaceIsTakenOnce(String bind) {
    List<String> pods = pods();
    FacadeProcess first = facade(controlPlane.kubeconfig(), FreePort.get());
    try (RewritingProxy seen = RewritingProxy.inFrontOf(controlPlane);
        FacadeProcess other = facade(seen.writeKubeconfig(directory.resolve("seen")), 0);
        AlternatingProxy both = AlternatingProxy.over(first.url(), other.url());
        KubeSchedulerProcess stock = kubeScheduler(both.url(), bind, "")) {
      api.create(ApiServer.PODS, pods.subList(0, 80));
      awaitBound(40, stock);
      first.kill();
      api.create(ApiServer.PODS, pods.subList(80, 140));
      awaitBound(80, stock);

      try (FacadeProcess again = facade(controlPlane.kubeconfig(), first.port())) {
        api.create(ApiServer.PODS, pods.subList(140, PODS));
        awaitAllPlacesTaken(stock);

        assertSound();
        assertThat(Writes.acceptedBindings(seen.answers()).size())
            .as("bound by the other replica")
            .matches(bind.isEmpty() ? count -> count == 0 : count -> count > 0 && count < PLACES);
        assertThat(again.log() + other.log()).doesNotContain("ERROR");
      }
    } finally {
      first.close();
    }
  }

  // ---- one -------------------------------------------------------------------------------------

  /**
   * Then nobody else looks where there is room: what a replica has said counts until it is bound.
   */
  @Test
  void oneThatBinds_forAKubeSchedulerThatDoesNotLookForRoom_takesEveryPlaceOnce() {
    try (FacadeProcess facade = facade(controlPlane.kubeconfig(), 0);
        KubeSchedulerProcess stock = kubeScheduler(facade.url(), "bindVerb: bind", LOOKS_AWAY)) {
      api.create(ApiServer.PODS, pods());
      awaitAllPlacesTaken(stock);

      assertSound();
    }
  }

  private static final String LOOKS_AWAY =
      """
      profiles:
      - schedulerName: default-scheduler
        plugins:
          filter: {disabled: [{name: NodeResourcesFit}, {name: NodePorts}, {name: InterPodAffinity}]}
      """;
}
