package dev.berth.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What the real kube-scheduler does through the facade where there is no room: it waits for some,
 * or makes some by preemption.
 */
final class ExtenderRoomIT {
  private static final String STOCK = "default-scheduler";
  private static final String BUDGETS = "/apis/policy/v1/namespaces/default/poddisruptionbudgets";
  private static final String CLASSES = "/apis/scheduling.k8s.io/v1/priorityclasses";
  private static final String LABELLED = "example-label: \"\"";
  private static final String CPU = "cpu: \"1\"";
  private static final int ROUNDS = 8;

  @RegisterExtension static final ClusterBed cluster = ClusterBed.with();

  @TempDir private Path directory;

  @BeforeAll
  static void start() {
    priorityClass("low", 1);
    priorityClass("middle", 100);
    priorityClass("high", 1000);
    PriorityClasses.awaitKnown(cluster.api, "high");
    cluster.api.createOne(
        BUDGETS,
        """
        apiVersion: policy/v1
        kind: PodDisruptionBudget
        metadata: {name: guard}
        spec: {minAvailable: 1, selector: {matchLabels: {guarded: "yes"}}}
        """);
  }

  private static void priorityClass(String name, int value) {
    cluster.api.createOne(
        CLASSES,
        """
        apiVersion: scheduling.k8s.io/v1
        kind: PriorityClass
        metadata: {name: %s}
        value: %d
        """
            .formatted(name, value));
  }

  // ---- the cluster -----------------------------------------------------------------------------

  private static void node(String name, String labels, String amounts) {
    cluster.api.createOne(
        ApiServer.NODES, Yaml.node(name, labels, "", "memory: 8Gi, pods: \"9\", " + amounts, ""));
  }

  /** Without a kubelet: as soon as it is deleted it is gone. */
  private static String pod(
      String name, String scheduler, String labels, String priority, String amounts) {
    return Yaml.pod(
        name,
        labels,
        "schedulerName: %s, priorityClassName: %s, terminationGracePeriodSeconds: 0"
            .formatted(scheduler, priority),
        Yaml.limits(amounts));
  }

  private static void placed(String name, String node, String labels, String priority, String has) {
    cluster.api.createOne(ApiServer.PODS, pod(name, "nobody", labels, priority, has));
    assertThat(cluster.api.bind(name, node).code()).isEqualTo(201);
  }

  private static void create(String name, String priority, String amounts) {
    cluster.api.createOne(ApiServer.PODS, pod(name, STOCK, "", priority, amounts));
  }

  private static FacadeProcess facade() {
    return FacadeProcess.extender(cluster.controlPlane.kubeconfig(), FacadeProcess.LABEL_WANTED, 0);
  }

  private KubeSchedulerProcess kubeScheduler(FacadeProcess facade, String more) {
    return KubeSchedulerProcess.asking(
        cluster.controlPlane, directory, FacadeProcess.entry(facade.url(), more));
  }

  private void awaitPod(String name, KubeSchedulerProcess stock, Predicate<JsonNode> wanted) {
    cluster.history.awaitThat(
        pods ->
            assertThat(pods.stream().filter(pod -> Pods.name(pod).equals(name)).filter(wanted))
                .as(() -> name + "\n" + stock.log())
                .hasSize(1));
  }

  private static Set<String> namesOf(List<JsonNode> pods) {
    return pods.stream().map(Pods::name).collect(Collectors.toSet());
  }

  /** Everything that was ever said of the pod. */
  private List<String> messages(String name) {
    return cluster.history.lives().stream()
        .flatMap(List::stream)
        .filter(pod -> Pods.name(pod).equals(name))
        .map(pod -> Pods.scheduled(pod).path("message").asText())
        .filter(message -> !message.isEmpty())
        .distinct()
        .toList();
  }

  // ---- room that somebody leaves ---------------------------------------------------------------

  @Test
  void roomThatAPodLeaves_goesToTheOneThatWaits_thoughNothingElseHappens() {
    node("only", LABELLED, CPU);
    try (FacadeProcess facade = facade();
        KubeSchedulerProcess stock = kubeScheduler(facade, "bindVerb: bind")) {
      create("pod-0", "low", CPU);
      awaitPod("pod-0", stock, Pods::isBound);
      for (int round = 1; round <= ROUNDS; round++) {
        create("pod-" + round, "low", CPU);
        awaitPod("pod-" + round, stock, Pods::isUnschedulable);

        cluster.api.deletePod("pod-" + (round - 1));

        awaitPod("pod-" + round, stock, Pods::isBound);
      }
      assertThat(new RestJudge(STOCK, cluster.api.nodes(), cluster.api.pods()).findings())
          .isEmpty();
    }
  }

  // ---- room that preemption makes --------------------------------------------------------------

  /**
   * kube-scheduler alone would take {@code unlabelled}, and then {@code guarded} if it was not told
   * any more that a budget is in the way there.
   */
  @ParameterizedTest
  @CsvSource({"true, false", "false, true"})
  void preemption_evictsOnlyWhereBothWantThePod(boolean byNames, boolean ignorable) {
    node("unlabelled", "", CPU);
    placed("v-unlabelled", "unlabelled", "", "low", CPU);
    node("roomy", "", "cpu: \"2\"");
    placed("v-roomy", "roomy", "", "low", CPU);
    node("guarded", LABELLED, CPU);
    placed("v-guarded", "guarded", "guarded: \"yes\"", "low", CPU);
    node("open", LABELLED, CPU);
    placed("v-open", "open", "", "middle", CPU);
    try (FacadeProcess facade = facade();
        KubeSchedulerProcess stock =
            kubeScheduler(
                facade,
                "preemptVerb: preempt, bindVerb: bind, ignorable: %s, nodeCacheCapable: %s"
                    .formatted(ignorable, byNames))) {
      create("urgent", "high", CPU);

      awaitPod("urgent", stock, Pods::isBound);

      List<JsonNode> pods = cluster.api.pods();
      assertThat(namesOf(pods))
          .as(stock::log)
          .containsExactlyInAnyOrder("urgent", "v-unlabelled", "v-roomy", "v-guarded");
      assertThat(new RestJudge(STOCK, cluster.api.nodes(), pods).findings()).isEmpty();
      assertThat(RestJudge.boundTwice(cluster.history.lives())).isEmpty();
      assertThat(messages("urgent").getFirst())
          .contains("0/4 nodes are available: ")
          .contains("1 node(s) didn't have the label example-label")
          .contains("3 Insufficient cpu");
    }
  }

  @Test
  void preemption_whereOnlyOurFilterIsInTheWay_evictsNobody() {
    node("unlabelled", "", CPU);
    placed("v-unlabelled", "unlabelled", "", "low", CPU);
    try (FacadeProcess facade = facade();
        KubeSchedulerProcess stock = kubeScheduler(facade, "preemptVerb: preempt")) {
      create("urgent", "high", CPU);

      awaitPod("urgent", stock, Pods::isUnschedulable);

      assertThat(messages("urgent").getFirst()).contains("Insufficient cpu");
      assertThat(namesOf(cluster.api.pods())).containsExactlyInAnyOrder("urgent", "v-unlabelled");
    }
  }

  /**
   * kube-scheduler does not count the cards, so that only the facade says that there are none. It
   * tries the nodes whose cards are taken, and not those that could never take the pod; but it can
   * find no victims for what it does not count.
   */
  @Test
  void lackOfWhatWeCount_isReasonToTryTheNode_aMissingLabelIsNot() {
    String card = "example.com/card: \"1\", cpu: \"1\"";
    String cards = "example.com/card: \"1\", cpu: \"4\"";
    node("taken", LABELLED, cards);
    placed("v-taken", "taken", "", "low", card);
    node("unlabelled", "", cards);
    placed("v-unlabelled", "unlabelled", "", "low", CPU);
    try (FacadeProcess facade = facade();
        KubeSchedulerProcess stock =
            kubeScheduler(
                facade,
                "preemptVerb: preempt, managedResources: [{name: example.com/card,"
                    + " ignoredByScheduler: true}]")) {
      create("urgent", "high", card);

      awaitPod("urgent", stock, Pods::isUnschedulable);

      assertThat(messages("urgent"))
          .as(stock::log)
          .allSatisfy(
              message ->
                  assertThat(message)
                      .contains("1 Insufficient example.com/card")
                      .contains("1 node(s) didn't have the label example-label")
                      .contains("expected at least one victim pod on node \"taken\"")
                      .doesNotContain("node \"unlabelled\""));
      assertThat(namesOf(cluster.api.pods()))
          .containsExactlyInAnyOrder("urgent", "v-taken", "v-unlabelled");

      cluster.api.deletePod("v-taken");
      awaitPod("urgent", stock, Pods::isBound);
    }
  }
}
