package dev.berth.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.controlplane.ControlPlane;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Five hundred nodes and two thousand pods that come, go and change, judged at rest. */
final class BigClusterIT {

  private static final long SEED = Long.getLong("berth.it.seed", 1363);
  private static final int OF_OTHERS = 100;
  private static final int EARLY_NODES = BigCluster.NODES - 50;
  private static final int EARLY_PODS = BigCluster.PODS / 2;
  private static final int DELETED = 40;

  @Test
  void every_pod_is_where_it_may_be_or_may_be_nowhere() {
    System.out.println("Seed " + SEED + ". Replay with -Dberth.it.seed=" + SEED);
    BigCluster cluster = new BigCluster(SEED);
    List<String> nodes = cluster.nodes();
    List<String> pods = cluster.pods(0, BigCluster.PODS - OF_OTHERS);
    try (ControlPlane controlPlane = ControlPlane.start();
        ApiServer api = new ApiServer(controlPlane)) {
      controlPlane.apply(MixedCluster.CLASSES);
      api.create(ApiServer.NODES, nodes.subList(0, EARLY_NODES));
      api.create(ApiServer.PODS, cluster.placedPods(OF_OTHERS));
      api.create(ApiServer.PODS, pods.subList(0, EARLY_PODS));
      try (PodHistory history = PodHistory.of(api);
          BerthProcess berth = BerthProcess.start(controlPlane.kubeconfig())) {
        List<JsonNode> ofOthers = api.pods().stream().filter(pod -> !isOurs(pod)).toList();
        api.create(ApiServer.PODS, pods.subList(EARLY_PODS, pods.size()));
        api.create(ApiServer.NODES, nodes.subList(EARLY_NODES, nodes.size()));
        history.awaitThat(now -> assertThat(undecided(now)).isEmpty());
        makeRoom(api);

        history.awaitThat(
            now -> {
              assertThat(undecided(now)).isEmpty();
              assertThat(new RestJudge("berth", api.nodes(), now).findings()).isEmpty();
            });

        assertThat(berth.terminate()).as(berth.log()).isZero();
        assertAtRest(api, history, ofOthers);
      }
    }
  }

  /** What waits has to notice each of these. */
  private static void makeRoom(ApiServer api) {
    for (JsonNode node : api.nodes()) {
      if (node.at("/metadata/labels").has(BigCluster.OPENS)) {
        api.patch(ApiServer.NODES + "/" + Pods.name(node), "{\"spec\":{\"unschedulable\":false}}");
      }
    }
    List<JsonNode> pods = api.pods();
    for (String pod : names(BigCluster.OPENS, Pods::isGated, pods)) {
      api.patch(ApiServer.PODS + "/" + pod, "{\"spec\":{\"schedulingGates\":null}}");
    }
    names("scarce", Pods::isBound, pods).subList(0, DELETED).forEach(api::deletePod);
  }

  private static void assertAtRest(ApiServer api, PodHistory history, List<JsonNode> ofOthers) {
    List<JsonNode> pods = api.pods();
    RestJudge judge = new RestJudge("berth", api.nodes(), pods);
    assertThat(judge.findings()).isEmpty();
    assertThat(judge.touched(ofOthers)).isEmpty();
    assertThat(RestJudge.boundTwice(history.lives())).isEmpty();
    assertThat(pods).hasSize(BigCluster.PODS - DELETED);
    // The cluster is what it should be: nothing of the above holds for want of cases.
    assertThat(names("mixed", Pods::isBound, pods)).hasSizeGreaterThan(1000);
    assertThat(names("scarce", Pods::isBound, pods)).hasSizeGreaterThan(50);
    assertThat(names("scarce", Pods::isUnschedulable, pods)).hasSizeGreaterThan(50);
    assertThat(names("hopeless", Pods::isUnschedulable, pods)).hasSizeGreaterThan(30);
    assertThat(names("hopeless", Pods::isBound, pods)).isEmpty();
    assertThat(names(BigCluster.OPENS, Pods::isBound, pods)).hasSizeGreaterThan(10);
    assertThat(names("gated", Pods::isGated, pods)).hasSizeGreaterThan(20);
  }

  private static List<String> undecided(Collection<JsonNode> pods) {
    return pods.stream()
        .filter(pod -> isOurs(pod) && !Pods.isBound(pod))
        .filter(pod -> !Pods.isGated(pod) && !Pods.isUnschedulable(pod))
        .map(Pods::name)
        .toList();
  }

  private static boolean isOurs(JsonNode pod) {
    return Pods.scheduler(pod).equals("berth");
  }

  private static List<String> names(
      String kind, Predicate<JsonNode> which, Collection<JsonNode> pods) {
    return pods.stream()
        .filter(pod -> Pods.name(pod).startsWith(kind + "-") && which.test(pod))
        .map(Pods::name)
        .toList();
  }
}
