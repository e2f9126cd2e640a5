package dev.berth.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.controlplane.ControlPlane;
import dev.berth.controlplane.RewritingProxy;
import dev.berth.it.MixedCluster.Fate;
import dev.berth.it.Writes.Write;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code berth run} on a cluster with everything that can be decided from nodes alone. */
final class RunIT {

  private static final long SEED = 36;

  private static ControlPlane controlPlane;
  private static ApiServer api;

  private final MixedCluster cluster = new MixedCluster(SEED);

  @BeforeAll
  static void start() {
    controlPlane = ControlPlane.start();
    api = new ApiServer(controlPlane);
    controlPlane.apply(MixedCluster.CLASSES);
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

  @Test
  void every_pod_that_fits_is_bound_once_and_the_others_say_why_not() {
    try (PodHistory history = PodHistory.of(api)) {
      createWhatIsThereBeforeBerth();
      try (BerthProcess berth = BerthProcess.start(controlPlane.kubeconfig())) {
        changeMuchUntilAllIsAtRest(history);
        assertThat(berth.terminate()).as(berth.log()).isZero();
        Map<String, String> wantNodes = berth.decisions();
        wantNodes.keySet().retainAll(api.pods().stream().map(Pods::name).toList());
        assertThat(nodesOf(api.pods())).containsAllEntriesOf(wantNodes);
      }
      checkAtRest(history);

      // A second one has nothing to bind, and tries every pod that waits against a cluster at rest.
      Map<String, String> wantNodes = nodesOf(api.pods());
      try (BerthProcess again = BerthProcess.start(controlPlane.kubeconfig())) {
        history.awaitThat(pods -> assertMessages(api.nodes(), pods));
        assertThat(again.decisions()).isEmpty();
        assertThat(again.terminate()).as(again.log()).isZero();
      }
      assertThat(nodesOf(api.pods())).isEqualTo(wantNodes);
    }
  }

  @Test
  void fields_from_the_future_disturb_nothing_and_only_what_changes_is_sent(@TempDir Path temp) {
    try (RewritingProxy proxy = RewritingProxy.inFrontOf(controlPlane);
        PodHistory history = PodHistory.of(api)) {
      Path kubeconfig = proxy.writeKubeconfig(temp.resolve("kubeconfig"));
      createWhatIsThereBeforeBerth();
      try (BerthProcess berth = BerthProcess.start(kubeconfig)) {
        changeMuchUntilAllIsAtRest(history);
        assertThat(berth.terminate()).as(berth.log()).isZero();
        assertThat(berth.log())
            .containsOnlyOnce("field spec.futureField of a Pod is not known here");
      }
      checkAtRest(history);
      assertWrites(Writes.of(proxy.requests()), history);
    }
  }

  // ---- the story -------------------------------------------------------------------------------

  private void createWhatIsThereBeforeBerth() {
    controlPlane.create(cluster.earlyNodes());
    controlPlane.create(cluster.earlyPods());
  }

  private void changeMuchUntilAllIsAtRest(PodHistory history) {
    history.awaitThat(
        pods -> {
          // Priority counts: they came last and find room.
          assertThat(ofKind("tight-high", pods)).allMatch(Pods::isBound);
          assertThat(Pods.bound(ofKind("large", pods))).hasSizeGreaterThan(1);
          assertThat(Pods.bound(ofKind("small", pods))).hasSizeGreaterThan(4);
        });
    controlPlane.create(cluster.latePods());
    List<JsonNode> pods = api.pods();
    ofKind("gate-opens", pods).forEach(pod -> openGate(Pods.name(pod)));
    Stream.of(
            Pods.bound(ofKind("tight-high", pods)).subList(0, 3),
            Pods.bound(ofKind("small", pods)).subList(0, 5),
            ofKind("big", pods).subList(0, 1))
        .flatMap(List::stream)
        .forEach(pod -> api.deletePod(Pods.name(pod)));
    Pods.bound(ofKind("large", pods))
        .subList(0, 2)
        .forEach(pod -> api.terminatePod(Pods.name(pod)));
    controlPlane.create(cluster.lateNodes());

    List<JsonNode> nodes = api.nodes();
    assertThat(nodes).hasSize(MixedCluster.NODES);
    history.awaitThat(live -> assertFates(nodes, live));
  }

  private static void openGate(String pod) {
    api.patch(ApiServer.PODS + "/" + pod, "{\"spec\":{\"schedulingGates\":null}}");
  }

  // ---- what has to be true ---------------------------------------------------------------------

  private static void assertFates(List<JsonNode> nodes, List<JsonNode> pods) {
    PlacementRules rules = new PlacementRules(nodes, pods);
    for (JsonNode pod : pods) {
      switch (fate(pod)) {
        case FITS -> assertThat(Pods.node(pod)).as(Pods.name(pod)).isNotEmpty();
        case CONTENDS -> {
          if (!Pods.isBound(pod)) {
            assertWaits(pod);
            assertThat(rules.fitsSomewhere(pod)).as(Pods.name(pod)).isFalse();
          }
        }
        case FITS_NOWHERE -> assertWaits(pod);
        case GATED, NOT_OURS -> {}
      }
    }
  }

  private static void assertWaits(JsonNode pod) {
    assertThat(Pods.node(pod)).as(Pods.name(pod)).isEmpty();
    assertThat(Pods.isUnschedulable(pod)).as(Pods.name(pod)).isTrue();
  }

  /** Of a cluster in which nothing happens any more. */
  private static void checkAtRest(PodHistory history) {
    List<JsonNode> nodes = api.nodes();
    List<JsonNode> pods = api.pods();
    assertFates(nodes, pods);
    assertThat(new PlacementRules(nodes, pods).violations("berth")).isEmpty();
    assertThat(new PlacementRules(nodes, pods).overcommitments()).isEmpty();
    assertThat(history.lives()).hasSize(MixedCluster.PODS);
    assertThat(RestJudge.boundTwice(history.lives())).isEmpty();
    assertThat(history.lives())
        .filteredOn(life -> isOf(Set.of(Fate.GATED, Fate.NOT_OURS), life.getFirst()))
        .isNotEmpty()
        .allSatisfy(life -> assertThat(life).as(Pods.name(life.getFirst())).hasSize(1));
    assertThat(Pods.bound(ofKind("crowd", pods))).hasSizeBetween(1, 6);
    assertThat(Pods.bound(ofKind("port", pods))).hasSize(3);
    assertThat(ofKind("preferred", pods))
        .extracting(Pods::node)
        .allMatch(Set.of("node-23", "node-24", "node-25")::contains);
  }

  private static void assertMessages(List<JsonNode> nodes, List<JsonNode> pods) {
    PlacementRules rules = new PlacementRules(nodes, pods);
    assertThat(pods)
        .filteredOn(
            pod -> !Pods.isBound(pod) && isOf(Set.of(Fate.CONTENDS, Fate.FITS_NOWHERE), pod))
        .isNotEmpty()
        .allSatisfy(
            pod ->
                assertThat(Pods.messageHead(pod)).as(Pods.name(pod)).isEqualTo(rules.message(pod)));
  }

  // ---- what Berth sends ------------------------------------------------------------------------

  private static void assertWrites(Writes writes, PodHistory history) {
    Map<String, JsonNode> last =
        history.lives().stream()
            .map(List::getLast)
            .collect(Collectors.toMap(Pods::name, pod -> pod));
    assertThat(writes.others()).isEmpty();
    assertThat(writes.bindings())
        .allSatisfy(binding -> assertBinding(binding.body(), podOf(binding, last)))
        .extracting(Write::pod)
        .doesNotHaveDuplicates()
        .containsExactlyInAnyOrderElementsOf(
            last.values().stream()
                .filter(pod -> Pods.isBound(pod) && !isOf(Set.of(Fate.NOT_OURS), pod))
                .map(Pods::name)
                .toList());
    assertThat(writes.events())
        .filteredOn(event -> event.body().path("reason").asText().equals("Scheduled"))
        .extracting(Write::pod)
        .containsExactlyInAnyOrderElementsOf(writes.bindings().stream().map(Write::pod).toList());
    assertThat(writes.statuses())
        .isNotEmpty()
        .allSatisfy(patch -> assertStatusPatch(patch.body(), podOf(patch, last)));
  }

  private static JsonNode podOf(Write write, Map<String, JsonNode> pods) {
    return Objects.requireNonNull(pods.get(write.pod()), write.pod());
  }

  private static void assertBinding(JsonNode binding, JsonNode pod) {
    assertThat(binding.at("/metadata/name")).isEqualTo(pod.at("/metadata/name"));
    assertThat(binding.at("/metadata/namespace").asText()).isEqualTo("default");
    assertThat(binding.at("/metadata/uid")).isEqualTo(pod.at("/metadata/uid"));
    assertThat(binding.at("/target/kind").asText()).isEqualTo("Node");
    assertThat(binding.at("/target/name")).isEqualTo(pod.at("/spec/nodeName"));
  }

  private static void assertStatusPatch(JsonNode patch, JsonNode pod) {
    assertThat(patch.fieldNames()).toIterable().containsExactlyInAnyOrder("metadata", "status");
    assertThat(patch.path("metadata").fieldNames())
        .toIterable()
        .isSubsetOf("uid", "resourceVersion");
    assertThat(patch.at("/metadata/uid")).isEqualTo(pod.at("/metadata/uid"));
    assertThat(patch.path("status").fieldNames())
        .toIterable()
        .isSubsetOf("conditions", "nominatedNodeName");
    assertThat(patch.at("/status/conditions"))
        .allSatisfy(
            condition -> {
              assertThat(condition.path("type").asText()).isEqualTo("PodScheduled");
              assertThat(condition.path("status").asText()).isEqualTo("False");
            });
  }

  // ---- reading pods ----------------------------------------------------------------------------

  private static String label(JsonNode pod, String key) {
    return pod.at("/metadata/labels/" + key).asText();
  }

  private static Fate fate(JsonNode pod) {
    return Fate.valueOf(label(pod, "fate"));
  }

  private static List<JsonNode> ofKind(String kind, Collection<JsonNode> pods) {
    return pods.stream().filter(pod -> label(pod, "kind").equals(kind)).toList();
  }

  private static boolean isOf(Set<Fate> fates, JsonNode pod) {
    return fates.contains(fate(pod));
  }

  /** Of the bound pods, by name. */
  private static Map<String, String> nodesOf(Collection<JsonNode> pods) {
    return Pods.bound(pods).stream().collect(Collectors.toMap(Pods::name, Pods::node));
  }
}
