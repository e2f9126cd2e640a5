package dev.berth.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.controlplane.ControlPlane;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Berth and the real kube-scheduler in one cluster: side by side, and one against the other. */
final class BesideKubeSchedulerIT {

  private static final String STOCK = "default-scheduler";
  private static final String BERTH = "berth";
  private static final long SEED = 1363;
  private static final int COMPARED = 60;

  /** Of each scheduler; one node could take them all, so that no race can overcommit it. */
  private static final int AT_ONCE = 100;

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String BIG_NODE = "cpu: \"4\", memory: 8Gi, pods: \"110\"";

  private static ControlPlane controlPlane;
  private static ApiServer api;
  private static BerthProcess berth;

  private PodHistory history;

  @BeforeAll
  static void start() {
    controlPlane = ControlPlane.start(ControlPlane.Component.SCHEDULER);
    api = new ApiServer(controlPlane);
    berth = BerthProcess.start(controlPlane.kubeconfig());
    controlPlane.create(
        """
        apiVersion: scheduling.k8s.io/v1
        kind: PriorityClass
        metadata: {name: medium}
        value: 1000
        preemptionPolicy: Never
        ---
        apiVersion: scheduling.k8s.io/v1
        kind: PriorityClass
        metadata: {name: high}
        value: 2000
        preemptionPolicy: Never
        ---
        apiVersion: scheduling.k8s.io/v1
        kind: PriorityClass
        metadata: {name: urgent}
        value: 3000
        ---
        apiVersion: scheduling.k8s.io/v1
        kind: PriorityClass
        metadata: {name: untouchable}
        value: 5000
        """);
    PriorityClasses.awaitKnown(api, "untouchable");
  }

  @AfterAll
  static void stop() {
    berth.close();
    api.close();
    controlPlane.close();
  }

  @BeforeEach
  void clear() {
    api.clear();
    List.of(STOCK, BERTH).forEach(BesideKubeSchedulerIT::awaitThatNoNodeIsKnown);
    history = PodHistory.of(api);
  }

  /**
   * A scheduler learns of pods in one way and of nodes in another: it may know a new pod and still
   * place it on a node of the test before.
   */
  private static void awaitThatNoNodeIsKnown(String scheduler) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    String said = "";
    while (!said.equals("no nodes available to schedule pods")) {
      assertThat(System.nanoTime()).as("%s still says %s", scheduler, said).isLessThan(deadline);
      api.createOne(ApiServer.PODS, Yaml.pod("probe", "", "schedulerName: " + scheduler, ""));
      try (PodHistory probes = PodHistory.of(api)) {
        probes.awaitThat(
            pods ->
                assertThat(pods)
                    .singleElement()
                    .matches(pod -> Pods.isBound(pod) || Pods.isUnschedulable(pod)));
        said = Pods.message("probe", probes.live());
      }
      api.deletePod("probe");
    }
  }

  @AfterEach
  void close() {
    history.close();
  }

  @Test
  void both_give_pods_that_fit_nowhere_the_same_message() {
    UnfitPods unfit = new UnfitPods(SEED);
    controlPlane.create(unfit.nodes());
    controlPlane.create(unfit.placedPods());
    // A node that came last has taken a pod of each: now both know all nodes.
    controlPlane.create(
        Yaml.node("last", "role: last", "", "cpu: \"1\", memory: 1Gi, pods: \"5\"", ""));
    for (String scheduler : List.of(STOCK, BERTH)) {
      createPod(scheduler, "first-of-" + scheduler, "nodeSelector: {role: last}", "0");
    }
    history.awaitThat(
        pods -> assertThat(pods).hasSize(UnfitPods.NODES + 2).allMatch(Pods::isBound));
    controlPlane.create(unfit.pods(COMPARED, List.of(STOCK, BERTH)));

    history.awaitThat(
        pods -> assertThat(pods).filteredOn(Pods::isUnschedulable).hasSize(2 * COMPARED));

    Map<String, String> wantMessages = messages(STOCK);
    assertThat(messages(BERTH)).isEqualTo(wantMessages);
    assertThat(wantMessages.values())
        .allMatch(text -> text.contains(". no new claims to deallocate, preemption: 0/31 nodes"));
    // The rules of these tests are held against kube-scheduler here, too.
    PlacementRules rules = new PlacementRules(api.nodes(), api.pods());
    assertThat(of(STOCK))
        .filteredOn(Pods::isUnschedulable)
        .allSatisfy(pod -> assertThat(Pods.messageHead(pod)).isEqualTo(rules.message(pod)));
    assertThat(Set.copyOf(wantMessages.values())).hasSizeGreaterThan(COMPARED / 3);
  }

  /**
   * Whoever stock would evict for these would be gone, so nobody can be: what is of lower priority
   * does not take enough, or is not what stands in the way.
   */
  @Test
  void both_say_the_same_of_preemption_that_is_not_allowed_or_does_not_help() {
    controlPlane.create(
        Yaml.all(
            List.of(
                Yaml.node("mixed", "kubernetes.io/hostname: mixed", "", BIG_NODE, ""),
                Yaml.node("full", "kubernetes.io/hostname: full", "", BIG_NODE, ""),
                Yaml.node("tainted", "", "taints: [{key: t, effect: NoSchedule}]", BIG_NODE, ""),
                placedPod("low", "mixed", "", "1"),
                placedPod("untouchable-1", "mixed", "priorityClassName: untouchable", "3"),
                placedPod("untouchable-2", "full", "priorityClassName: untouchable", "4"),
                Yaml.node("last", "role: last", "", "cpu: \"1\", memory: 1Gi, pods: \"5\"", ""))));
    for (String scheduler : List.of(STOCK, BERTH)) {
      createPod(scheduler, "first-of-" + scheduler, "nodeSelector: {role: last}", "0");
    }
    history.awaitThat(pods -> assertThat(pods).hasSize(5).allMatch(Pods::isBound));
    String notLast = Yaml.required("{key: role, operator: DoesNotExist}");
    String apart =
        "podAntiAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{topologyKey:"
            + " kubernetes.io/hostname, labelSelector: {matchLabels: {placed: untouchable-1}}}]}";
    List<String> specs =
        List.of(
            "priorityClassName: urgent",
            "priorityClassName: high",
            "priorityClassName: urgent, nodeSelector: {a: b}",
            "priorityClassName: urgent, " + notLast.replaceFirst("\\{", "{" + apart + ", "),
            "priority: 0");
    for (String scheduler : List.of(STOCK, BERTH)) {
      for (int i = 0; i < specs.size(); i++) {
        controlPlane.create(
            Yaml.pod(
                scheduler + "-" + i,
                "number: \"" + i + "\"",
                Yaml.fields("schedulerName: " + scheduler, specs.get(i)),
                Yaml.requests("cpu: " + (i == 3 ? "500m" : "2"))));
      }
    }
    history.awaitThat(
        pods -> assertThat(pods).filteredOn(Pods::isUnschedulable).hasSize(2 * specs.size()));

    Map<String, String> wantMessages = messages(STOCK);
    assertThat(messages(BERTH)).isEqualTo(wantMessages);
    assertThat(wantMessages.get("0"))
        .endsWith(
            "preemption: 0/4 nodes are available: 1 Insufficient cpu, 1 No preemption victims found"
                + " for incoming pod, 2 Preemption is not helpful for scheduling.");
    assertThat(wantMessages.get("1"))
        .endsWith("preemption: not eligible due to preemptionPolicy=Never.");
    assertThat(wantMessages.get("2"))
        .endsWith(
            "preemption: 0/4 nodes are available: 4 Preemption is not helpful for scheduling.");
    assertThat(wantMessages.get("3")).contains("1 node(s) didn't match pod anti-affinity rules, ");
    assertThat(wantMessages.get("4")).contains("2 No preemption victims found for incoming pod");
    for (String scheduler : List.of(STOCK, BERTH)) {
      assertNotes(scheduler, wantMessages);
    }
    assertThat(api.pods()).noneMatch(Pods::isTerminating);
  }

  private static String placedPod(String name, String node, String spec, String cpu) {
    return Yaml.pod(
        name,
        "placed: " + name,
        Yaml.fields("schedulerName: nobody, nodeName: " + node, spec),
        Yaml.requests("cpu: \"" + cpu + "\""));
  }

  /** The events tell the same as the conditions. */
  private static void assertNotes(String scheduler, Map<String, String> wantMessages) {
    try (PodHistory events = PodHistory.of(api, ApiServer.EVENTS)) {
      wantMessages.forEach(
          (number, want) ->
              events.awaitThat(
                  live ->
                      assertThat(live)
                          .filteredOn(
                              event -> event.path("reason").asText().equals("FailedScheduling"))
                          .filteredOn(
                              event ->
                                  event
                                      .at("/regarding/name")
                                      .asText()
                                      .equals(scheduler + "-" + number))
                          .extracting(event -> event.path("note").asText())
                          .contains(want)));
    }
  }

  /** Until it can be carried out: stock would evict the pod here. */
  @Test
  void berth_plans_a_preemption_and_evicts_nobody_and_nominates_nothing() {
    controlPlane.create(
        Yaml.all(
            List.of(Yaml.node("only", "", "", BIG_NODE, ""), placedPod("low", "only", "", "4"))));
    createPod(BERTH, "waiting", "priorityClassName: urgent", "2");
    // Said of no node at all first, if it hears of the pod before it hears of the node.
    history.awaitThat(
        pods ->
            assertThat(Pods.message("waiting", pods))
                .isEqualTo("0/1 nodes are available: 1 Insufficient cpu."));

    JsonNode waiting = named("waiting", api.pods());
    assertThat(Pods.isUnschedulable(waiting)).isTrue();
    assertThat(waiting.at("/status").has("nominatedNodeName")).isFalse();
    assertThat(api.pods()).noneMatch(Pods::isTerminating);
  }

  /** By the number of the pod. */
  private static Map<String, String> messages(String scheduler) {
    return of(scheduler).stream()
        .filter(Pods::isUnschedulable)
        .collect(
            Collectors.toMap(
                pod -> pod.at("/metadata/labels/number").asText(),
                pod -> Pods.scheduled(pod).path("message").asText()));
  }

  private static List<JsonNode> of(String scheduler) {
    return api.pods().stream().filter(pod -> Pods.scheduler(pod).equals(scheduler)).toList();
  }

  @Test
  void both_fill_the_same_nodes_and_neither_touches_the_pods_of_the_other() {
    controlPlane.create(
        Yaml.all(
            IntStream.range(0, 5)
                .mapToObj(i -> Yaml.node("node-" + i, "", "", BIG_NODE, ""))
                .toList()));
    createPods(STOCK, "first", 8);
    history.awaitThat(pods -> assertThat(Pods.bound(pods)).hasSize(8));
    createPods(BERTH, "second", 15);
    history.awaitThat(pods -> assertWaiting(pods, 3));
    createPods(STOCK, "third", 2);
    history.awaitThat(pods -> assertWaiting(pods, 5));

    assertAtRest();
    assertThat(writersTo(of(STOCK))).contains("kube-scheduler").doesNotContain("berth");
    assertThat(writersTo(of(BERTH))).contains("berth").doesNotContain("kube-scheduler");
  }

  @Test
  void both_at_once_with_room_for_all_place_their_own_where_they_may_be() {
    controlPlane.create(
        Yaml.all(
            IntStream.range(0, 20)
                .mapToObj(
                    i ->
                        Yaml.node(
                            "node-" + i,
                            "half: " + (i < 10 ? "first" : "second"),
                            i % 5 == 0 ? "taints: [{key: t, effect: NoSchedule}]" : "",
                            "cpu: \"64\", memory: 64Gi, pods: \"400\"",
                            ""))
                .toList()));
    List<String> specs =
        List.of(
            "",
            "nodeSelector: {half: second}",
            "tolerations: [{key: t, operator: Exists}]",
            Yaml.required("{key: half, operator: NotIn, values: [second]}"),
            Yaml.requiredNode("node-7"));
    api.create(
        ApiServer.PODS,
        IntStream.range(0, 2 * AT_ONCE)
            .mapToObj(
                i ->
                    Yaml.pod(
                        "pod-" + i,
                        "",
                        Yaml.fields(
                            "schedulerName: " + (i % 2 == 0 ? STOCK : BERTH),
                            specs.get(i % specs.size())),
                        Yaml.requests("cpu: 200m, memory: 64Mi")))
            .toList());

    history.awaitThat(
        pods -> {
          assertThat(pods).hasSize(2 * AT_ONCE);
          assertThat(Pods.bound(pods)).hasSize(2 * AT_ONCE);
        });

    assertAtRest();
    // A binding leaves no trace of its writer in a pod, but in Berth's log.
    berth.await(() -> placedOnes().size() >= AT_ONCE, "where it puts the last pod");
    assertThat(placedOnes())
        .containsExactlyInAnyOrderElementsOf(of(BERTH).stream().map(Pods::name).toList());
  }

  private static List<String> placedOnes() {
    return berth.decisions().keySet().stream().filter(name -> name.startsWith("pod-")).toList();
  }

  private void assertAtRest() {
    List<JsonNode> pods = api.pods();
    assertThat(new RestJudge(BERTH, api.nodes(), pods).findings()).isEmpty();
    assertThat(new RestJudge(STOCK, api.nodes(), pods).findings()).isEmpty();
    assertThat(RestJudge.boundTwice(history.lives())).isEmpty();
  }

  private static void assertWaiting(List<JsonNode> pods, int wantWaiting) {
    assertThat(pods.stream().filter(Pods::isUnschedulable)).hasSize(wantWaiting);
    assertThat(Pods.bound(pods)).hasSize(pods.size() - wantWaiting);
  }

  private static void createPods(String scheduler, String prefix, int count) {
    controlPlane.create(
        Yaml.all(
            IntStream.range(0, count)
                .mapToObj(
                    i ->
                        Yaml.pod(
                            prefix + "-" + i,
                            "",
                            "schedulerName: " + scheduler,
                            Yaml.requests("cpu: \"1\"")))
                .toList()));
  }

  private static Set<String> writersTo(Collection<JsonNode> pods) {
    return pods.stream()
        .flatMap(pod -> pod.at("/metadata/managedFields").valueStream())
        .map(fields -> fields.path("manager").asText())
        .collect(Collectors.toSet());
  }

  /**
   * The evidence for how Berth counts nominated pods: as long as one waits in the queue, all of it
   * counts, its requests and its priority. (Out of the queue, kube-scheduler knows only its name;
   * see {@code conformance.CaseNominations}.)
   */
  @ParameterizedTest
  @ValueSource(strings = {STOCK, BERTH})
  void waiting_pod_that_is_nominated_keeps_its_room_from_lower_priorities(String scheduler) {
    controlPlane.create(Yaml.node("only", "", "", BIG_NODE, ""));
    createPod(scheduler, "nominated", "priorityClassName: medium, nodeSelector: {a: b}", "4");
    history.awaitThat(pods -> assertThat(pods).singleElement().matches(Pods::isUnschedulable));
    api.patch(
        ApiServer.PODS + "/nominated/status", "{\"status\":{\"nominatedNodeName\":\"only\"}}");

    createPod(scheduler, "low", "", "1");
    history.awaitThat(
        pods ->
            assertThat(Pods.messageHead(named("low", pods)))
                .isEqualTo("0/1 nodes are available: 1 Insufficient cpu."));
    createPod(scheduler, "high", "priorityClassName: high", "1");
    history.awaitThat(pods -> assertThat(Pods.node(named("high", pods))).isEqualTo("only"));
    assertThat(named("nominated", api.pods()).at("/status/nominatedNodeName").asText())
        .isEqualTo("only");
    assertThat(Pods.node(named("low", api.pods()))).isEmpty();

    api.deletePod("nominated");
    history.awaitThat(pods -> assertThat(Pods.node(named("low", pods))).isEqualTo("only"));
  }

  private static void createPod(String scheduler, String name, String spec, String cpu) {
    controlPlane.create(
        Yaml.pod(
            name,
            "",
            Yaml.fields("schedulerName: " + scheduler, spec),
            Yaml.requests("cpu: \"" + cpu + "\"")));
  }

  private static JsonNode named(String name, Collection<JsonNode> pods) {
    return pods.stream()
        .filter(pod -> Pods.name(pod).equals(name))
        .findAny()
        .orElseThrow(() -> new AssertionError("There is no pod " + name));
  }
}
