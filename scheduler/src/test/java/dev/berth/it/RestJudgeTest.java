package dev.berth.it;

import static dev.berth.it.Yaml.fields;
import static dev.berth.it.Yaml.hostPort;
import static dev.berth.it.Yaml.requests;
import static dev.berth.it.Yaml.required;
import static dev.berth.it.Yaml.requiredTerms;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The judge of the integration tests finds each thing that can be wrong, and nothing else. */
final class RestJudgeTest {

  private static final String ROOM =
      "cpu: \"2\", memory: 4Gi, ephemeral-storage: 10Gi, pods: \"3\", example.com/gpu: \"2\"";

  private final List<JsonNode> nodes = new ArrayList<>();
  private final List<JsonNode> pods = new ArrayList<>();

  // ---- a placed pod ----------------------------------------------------------------------------

  /** Each line: what the node is like, what a pod wants that may be there, and one that may not. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      emptyValue = "",
      value = {
        "unschedulable: true | tolerations: [{operator: Exists}] | ~~",
        "unschedulable: true"
            + "| tolerations: [{key: node.kubernetes.io/unschedulable, operator: Exists}]"
            + "| tolerations: [{key: other, operator: Exists}]",
        "taints: [{key: a, value: b, effect: NoSchedule}]"
            + "| tolerations: [{key: a, value: b}]"
            + "| tolerations: [{key: a, value: c}]",
        "taints: [{key: a, value: b, effect: NoExecute}]"
            + "| tolerations: [{key: a, operator: Equal, value: b, effect: NoExecute}]"
            + "| tolerations: [{key: a, operator: Equal, value: b, effect: NoSchedule}]",
        "taints: [{key: a, value: \"5\", effect: NoSchedule}]"
            + "| tolerations: [{key: a, operator: Exists}]"
            + "| tolerations: [{key: a, operator: Lt, value: \"5\"}]",
        "taints: [{key: a, effect: NoSchedule}, {key: b, effect: NoSchedule}]"
            + "| tolerations: [{key: a, operator: Exists}, {key: b, operator: Exists}]"
            + "| tolerations: [{key: a, operator: Exists}]",
        "taints: [{key: a, effect: NoSchedule}]"
            + "| tolerations: [{key: a}]"
            + "| tolerations: [{key: a, value: b}]",
        "taints: [{key: a, effect: PreferNoSchedule}] | ~~ | nodeSelector: {zone: y}"
      })
  void placed_pod_is_held_against_its_node(String node, String allowed, String wrong) {
    addNode("n", "", node);

    assertPlaced(allowed, wrong);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{key: zone, operator: In, values: [x, y]} | {key: zone, operator: In, values: [y]}",
        "{key: zone, operator: NotIn, values: [y]} | {key: zone, operator: NotIn, values: [x]}",
        "{key: none, operator: NotIn, values: [y]} | {key: none, operator: In, values: [y]}",
        "{key: zone, operator: Exists} | {key: none, operator: Exists}",
        "{key: none, operator: DoesNotExist} | {key: zone, operator: DoesNotExist}",
        "{key: rank, operator: Gt, values: ['6']} | {key: rank, operator: Gt, values: ['7']}",
        "{key: rank, operator: Lt, values: ['8']} | {key: rank, operator: Lt, values: ['7']}",
        "{key: rank, operator: Exists} | {key: zone, operator: Lt, values: ['8']}"
      })
  void every_operator_of_required_terms_is_known(String allowed, String wrong) {
    addNode("n", "zone: x, rank: \"7\"", "");

    assertPlaced(required(allowed), required(wrong));
    assertPlaced(
        requiredTerms("{matchExpressions: [" + wrong + "]}, {matchExpressions: [" + allowed + "]}"),
        required(allowed + ", " + wrong));
  }

  @Test
  void fields_and_empty_terms_and_the_selector_are_known() {
    addNode("n", "zone: x", "");

    assertPlaced(requiredField("In", "n"), requiredField("In", "other"));
    assertPlaced(requiredField("NotIn", "other"), requiredField("NotIn", "n"));
    assertPlaced("", requiredTerms("{}"));
    assertPlaced("nodeSelector: {zone: x}", "nodeSelector: {zone: x, none: x}");
  }

  private static String requiredField(String operator, String node) {
    return requiredTerms(
        "{matchFields: [{key: metadata.name, operator: "
            + operator
            + ", values: ["
            + node
            + "]}]}");
  }

  private void assertPlaced(String allowed, String wrong) {
    pods.clear();
    addPod("good", "n", allowed, "");
    assertThat(findings()).isEmpty();
    addPod("bad", "n", wrong, "");
    assertThat(findings()).singleElement().asString().startsWith("bad on n: ");
  }

  @Test
  void node_that_is_not_there_is_noticed() {
    addPod("lost", "gone", "", "");

    assertThat(findings()).containsExactly("lost on gone: no such node");
  }

  @Test
  void feature_that_the_node_does_not_declare_is_noticed_also_of_init_containers() {
    addNode("old", "", "");
    addNode("new", "", "");
    ((ObjectNode) nodes.getLast().path("status"))
        .putArray("declaredFeatures")
        .add("RestartAllContainersOnContainerExits");
    String rules =
        "restartPolicy: Never, restartPolicyRules: [{action: RestartAllContainers, exitCodes:"
            + " {operator: In, values: [1]}}]";
    addPod("good", "new", "", rules);
    addPod("bad", "old", "initContainers: [{name: i, " + rules + "}]", "");

    assertThat(findings())
        .containsExactly("bad on old: node(s) didn't match Pod's required features");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "80 | 80 | true",
        "80 | 81 | false",
        "80 | 80, protocol: UDP | false",
        "80, hostIP: 10.0.0.1 | 80, hostIP: 10.0.0.2 | false",
        "80, hostIP: 10.0.0.1 | 80, hostIP: 10.0.0.1 | true",
        "80, hostIP: 10.0.0.1 | 80 | true",
        "80, hostIP: \"\" | 80, hostIP: 10.0.0.2 | true"
      })
  void ports_are_taken_by_protocol_and_address(String first, String second, boolean wantConflict) {
    addNode("n", "", "");
    addPod("first", "n", "schedulerName: other", hostPort(first));
    addPod("second", "n", "", hostPort(second));

    assertThat(findings())
        .isEqualTo(
            wantConflict
                ? List.of("second on n: node(s) didn't have free ports for the requested pod ports")
                : List.of());
  }

  // ---- too much on a node ----------------------------------------------------------------------

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "cpu: 1500m | cpu: 500m | cpu: 501m | 1 of cpu",
        "cpu: 1.5 | cpu: 5e-1 | cpu: 0.5001 | 1 of cpu",
        "memory: 3Gi | memory: 1Gi | memory: 1073741825 | 1 of memory",
        "memory: 3221225472 | memory: 1024Mi | memory: 1.1G | 26258176 of memory",
        "memory: 4Gi | memory: 0 | memory: 1m | 1 of memory",
        "ephemeral-storage: 5Gi | ephemeral-storage: 5Gi | ephemeral-storage: 6Gi"
            + "| 1073741824 of ephemeral-storage"
      })
  void sum_of_requests_is_held_against_the_node(
      String first, String fits, String tooMuch, String wantMissing) {
    addNode("n", "", "");
    addPod("first", "n", "schedulerName: other", requests(first));
    addPod("second", "n", "", requests(fits));
    assertThat(findings()).isEmpty();

    pods.removeLast();
    addPod("second", "n", "", requests(tooMuch));

    assertThat(findings()).anyMatch(finding -> finding.startsWith("second on n: Insufficient "));
    assertThat(findings()).contains("n lacks " + wantMissing);
  }

  @Test
  void pods_and_extended_resources_are_counted() {
    addNode("n", "", "");
    addPod("first", "n", "", requests("example.com/gpu: \"1\""));
    addPod("second", "n", "", requests("example.com/gpu: \"2\""));
    assertThat(findings()).contains("n lacks 1 of example.com/gpu");

    pods.clear();
    List.of("a", "b", "c", "d").forEach(name -> addPod(name, "n", "", ""));
    assertThat(findings()).contains("n lacks 1 of pods", "d on n: Too many pods");
  }

  @Test
  void init_containers_sidecars_overhead_and_requests_of_the_pod_are_counted() {
    addNode("n", "", "");
    String init =
        "initContainers: [{name: side, restartPolicy: Always, resources: {requests: {cpu: 300m}}},"
            + " {name: init, resources: {requests: {cpu: 1700m}}}]";
    addPod("init", "n", init, requests("cpu: 1700m"));
    assertThat(findings()).isEmpty();

    addPod("more", "n", "overhead: {cpu: 1m}", "");
    assertThat(findings()).contains("n lacks 1 of cpu");
    pods.removeLast();
    addPod("more", "n", "resources: {requests: {cpu: 2m}}", requests("cpu: \"0\""));
    assertThat(findings()).contains("n lacks 2 of cpu");
  }

  @Test
  void pods_that_have_ended_count_nowhere_and_terminating_ones_do() {
    addNode("n", "", "");
    addPod("ended", "n", "", requests("cpu: \"2\""));
    change(pod -> pod.putObject("status").put("phase", "Failed"));
    addPod("ending", "n", "", requests("cpu: \"2\""));
    change(pod -> pod.withObject("/metadata").put("deletionTimestamp", "2026-01-01T00:00:00Z"));
    assertThat(findings()).isEmpty();

    addPod("new", "n", "", requests("cpu: 1m"));
    assertThat(findings()).contains("new on n: Insufficient cpu", "n lacks 1 of cpu");
  }

  // ---- a pod that waits ------------------------------------------------------------------------

  @Test
  void pod_that_waits_although_it_fits_is_noticed() {
    addNode("full", "", "unschedulable: true");
    addNode("free", "", "");
    addPod("waits", "", "", requests("cpu: \"2\""));
    reject();

    assertThat(findings()).containsExactly("waits waits, and fits on [free]");
  }

  @Test
  void pod_that_fits_nowhere_has_to_say_so() {
    addNode("n", "", "");
    addPod("silent", "", "", requests("cpu: 2001m"));
    assertThat(findings()).containsExactly("silent fits nowhere, and does not say so");

    reject();
    assertThat(findings()).isEmpty();
  }

  @Test
  void pods_that_are_not_due_may_wait_and_gated_ones_have_to() {
    addNode("n", "", "");
    addPod("of-another", "", "schedulerName: other", "");
    addPod("gated", "", "schedulingGates: [{name: a.b/c}]", "");
    addPod("ending", "", "", "");
    change(pod -> pod.withObject("/metadata").put("deletionTimestamp", "2026-01-01T00:00:00Z"));
    assertThat(findings()).isEmpty();

    addPod("hasty", "n", "schedulingGates: [{name: a.b/c}]", "");
    assertThat(findings()).containsExactly("hasty is bound behind its gate");
  }

  // ---- histories -------------------------------------------------------------------------------

  @Test
  void touched_pods_of_others_are_named() {
    addPod("ours", "", "", "");
    addPod("same", "", "schedulerName: other", "");
    addPod("changed", "", "schedulerName: other", "");
    addPod("gone", "", "schedulerName: other", "");
    List<JsonNode> before = pods.stream().<JsonNode>map(JsonNode::deepCopy).toList();
    pods.removeLast();
    change(pod -> pod.withObject("/spec").put("nodeName", "n"));
    ((ObjectNode) pods.getFirst().path("spec")).put("nodeName", "n");

    assertThat(new RestJudge("berth", nodes, pods).touched(before))
        .containsExactly("changed is not what it was", "gone is not what it was");
  }

  @Test
  void pods_that_were_bound_twice_are_named() {
    addPod("p", "", "", "");
    addPod("p", "n", "", "");
    addPod("p", "m", "", "");

    assertThat(RestJudge.boundTwice(List.of(pods.subList(0, 2), pods.subList(1, 2)))).isEmpty();
    assertThat(RestJudge.boundTwice(List.of(pods)))
        .containsExactly("p was bound more than once: [, n, m]");
    assertThat(RestJudge.boundTwice(List.of(pods.subList(1, 3)))).hasSize(1);
    assertThat(RestJudge.boundTwice(List.of(List.of(pods.get(1), pods.get(0))))).hasSize(1);
  }

  // ---- cluster ---------------------------------------------------------------------------------

  private List<String> findings() {
    return new RestJudge("berth", nodes, pods).findings();
  }

  private void addNode(String name, String labels, String spec) {
    nodes.add(Yaml.json(Yaml.node(name, labels, spec, ROOM, "")));
  }

  private void addPod(String name, String node, String spec, String container) {
    String onNode = node.isEmpty() ? "" : "nodeName: " + node;
    pods.add(Yaml.json(Yaml.pod(name, "", fields(onNode, spec), container)));
    change(pod -> pod.withObject("/metadata").put("uid", name));
  }

  /** The last one. */
  private void change(Consumer<ObjectNode> change) {
    change.accept((ObjectNode) pods.getLast());
  }

  private void reject() {
    change(
        pod ->
            pod.withObject("/status")
                .putArray("conditions")
                .addObject()
                .put("type", "PodScheduled")
                .put("status", "False")
                .put("reason", "Unschedulable"));
  }
}
