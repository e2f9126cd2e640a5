package dev.berth.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.controlplane.ControlPlane;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A large Deployment that spreads over zones and never puts two pods on one host, rolled over by
 * the real controllers. The test plays the kubelets: it makes pods ready and ends those that go.
 */
final class RolloverIT {

  private static final int REPLICAS = 300;

  /** Room for what is there, what is surplus, and what goes, however uneven it goes. */
  private static final int NODES = 480;

  private static final int ZONES = 3;
  private static final int KUBELETS = 16;
  private static final String ZONE = "topology.kubernetes.io/zone";
  private static final String HOST = "kubernetes.io/hostname";

  /** Each version spreads for itself, as the old one is not taken away evenly. */
  private static final String WEB =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: web}
      spec:
        replicas: %d
        strategy: {rollingUpdate: {maxSurge: 10%%, maxUnavailable: 10%%}}
        selector: {matchLabels: {app: web}}
        template:
          metadata: {labels: {app: web, version: first}}
          spec:
            schedulerName: berth
            containers: [{name: web, image: web, resources: {requests: {cpu: 100m}}}]
            topologySpreadConstraints:
            - maxSkew: 1
              topologyKey: %s
              whenUnsatisfiable: DoNotSchedule
              labelSelector: {matchLabels: {app: web}}
              matchLabelKeys: [pod-template-hash]
            affinity:
              podAntiAffinity:
                requiredDuringSchedulingIgnoredDuringExecution:
                - {topologyKey: %s, labelSelector: {matchLabels: {app: web}}}
      """
          .formatted(REPLICAS, ZONE, HOST);

  private static final String READY =
      """
      {"status": {"phase": "Running", "conditions": [
        {"type": "PodScheduled", "status": "True"}, {"type": "Ready", "status": "True"}]}}
      """;

  private static ControlPlane controlPlane;
  private static ApiServer api;
  private static BerthProcess berth;

  @BeforeAll
  static void start() {
    controlPlane = ControlPlane.start(ControlPlane.Component.CONTROLLER_MANAGER);
    api = new ApiServer(controlPlane);
    api.create(ApiServer.NODES, IntStream.range(0, NODES).mapToObj(RolloverIT::node).toList());
    berth =
        BerthProcess.start(
            BerthProcess.ofClasses(
                "--kubeconfig=" + controlPlane.kubeconfig(),
                "--leader-elect=false",
                "--secure-port=0"));
  }

  @AfterAll
  static void stop() {
    berth.close();
    api.close();
    controlPlane.close();
  }

  private static String node(int number) {
    return Yaml.node(
        "node-" + number,
        "%s: node-%d, %s: zone-%d".formatted(HOST, number, ZONE, number % ZONES),
        "",
        "cpu: \"2\", memory: 4Gi, pods: \"10\"",
        "");
  }

  @Test
  void deployment_is_rolled_over_and_no_hard_constraint_is_ever_broken() {
    try (PodHistory history = PodHistory.of(api)) {
      api.createOne("/apis/apps/v1/namespaces/default/deployments", WEB);
      int rounds = runKubeletsUntilAllAre("first", history);
      api.patch(
          "/apis/apps/v1/namespaces/default/deployments/web",
          "{\"spec\":{\"template\":{\"metadata\":{\"labels\":{\"version\":\"second\"}}}}}");
      rounds += runKubeletsUntilAllAre("second", history);

      controlPlane.kubectl("rollout", "status", "deployment/web", "--timeout=60s");
      assertThat(rounds).isGreaterThan(5);
      assertThat(new RestJudge("berth", api.nodes(), api.pods()).findings()).isEmpty();
      assertThat(RestJudge.boundTwice(history.lives())).isEmpty();
      assertThat(history.lives()).hasSize(2 * REPLICAS);
    }
  }

  /**
   * Round by round, whenever all pods are placed, all hard constraints are judged; then the placed
   * pods become ready, and those that go are gone.
   *
   * @return how many rounds it took
   */
  private static int runKubeletsUntilAllAre(String version, PodHistory history) {
    List<JsonNode> nodes = api.nodes();
    for (int round = 1; ; round++) {
      List<JsonNode> pods = whenAllArePlaced(version, history);
      NeighbourRules rules = new NeighbourRules(nodes, pods);
      assertThat(rules.closeOnes()).isEmpty();
      assertThat(rules.skews(pod -> isOf(version, pod))).isEmpty();
      if (isOver(version, pods)) {
        assertThat(podsByZone(pods).values()).hasSize(ZONES).containsOnly(REPLICAS / ZONES);
        return round;
      }
      act(pods);
    }
  }

  /** And kubelets have something to do, or nothing is left to do for anybody. */
  private static List<JsonNode> whenAllArePlaced(String version, PodHistory history) {
    AtomicReference<List<JsonNode>> all = new AtomicReference<>(List.of());
    history.awaitThat(
        pods -> {
          assertThat(pods.stream().filter(pod -> !Pods.isBound(pod)).map(Pods::scheduled))
              .isEmpty();
          assertThat(isOver(version, pods) || pods.stream().anyMatch(RolloverIT::isForKubelet))
              .isTrue();
          all.set(pods);
        });
    return all.get();
  }

  private static boolean isOver(String version, List<JsonNode> pods) {
    return pods.size() == REPLICAS
        && pods.stream().allMatch(pod -> isOf(version, pod) && !isForKubelet(pod));
  }

  private static boolean isForKubelet(JsonNode pod) {
    return Pods.isTerminating(pod) || !pod.at("/status/phase").asText().equals("Running");
  }

  private static boolean isOf(String version, JsonNode pod) {
    return pod.at("/metadata/labels/version").asText().equals(version);
  }

  private static Map<Integer, Integer> podsByZone(List<JsonNode> pods) {
    return pods.stream()
        .collect(
            Collectors.toMap(
                pod -> Integer.parseInt(Pods.node(pod).substring("node-".length())) % ZONES,
                pod -> 1,
                Integer::sum));
  }

  private static void act(List<JsonNode> pods) {
    List<JsonNode> due = pods.stream().filter(RolloverIT::isForKubelet).toList();
    try (ExecutorService kubelets = Executors.newFixedThreadPool(KUBELETS)) {
      List<Future<?>> done = new ArrayList<>();
      due.forEach(pod -> done.add(kubelets.submit(() -> act(pod))));
      for (Future<?> one : done) {
        one.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("A kubelet broke", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted", e);
    }
  }

  private static void act(JsonNode pod) {
    if (Pods.isTerminating(pod)) {
      api.deletePodIfThere(Pods.name(pod));
    } else {
      api.patchIfThere(ApiServer.PODS + "/" + Pods.name(pod) + "/status", READY);
    }
  }
}
