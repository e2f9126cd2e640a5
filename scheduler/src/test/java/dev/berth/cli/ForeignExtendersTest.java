package dev.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.kube.extend.ForeignExtender;
import dev.berth.sandbox.objects.Json;
import dev.berth.sandbox.objects.Kinds;
import dev.berth.sandbox.objects.KubeObject;
import dev.berth.sandbox.registry.Registry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole scheduler on the sandbox, with an extender of somebody else on loopback. */
final class ForeignExtendersTest {
  @TempDir private Path directory;
  private SandboxBed bed;
  private ForeignExtender extender;

  @BeforeEach
  void start() throws IOException {
    bed = new SandboxBed(directory);
    extender = new ForeignExtender();
  }

  @AfterEach
  void close() {
    bed.close();
    extender.close();
  }

  private String entry(String more) {
    return "{urlPrefix: \"%s\", httpTimeout: 60s, %s}".formatted(extender.address(), more);
  }

  private static ObjectNode tree(String json) {
    return Json.object(json.getBytes(StandardCharsets.UTF_8));
  }

  /** The names that came in, without those that end with the suffix. */
  private static String namesWithout(String request, String suffix) {
    JsonNode names = tree(request).path("NodeNames");
    List<String> left =
        StreamSupport.stream(names.spliterator(), false)
            .map(JsonNode::asText)
            .filter(name -> !name.endsWith(suffix))
            .map(name -> "\"" + name + "\"")
            .toList();
    return "{\"NodeNames\":" + left + ",\"FailedNodes\":{}}";
  }

  @Test
  void filterAndScores_decideTheNode() {
    extender.answers("/filter", 200, request -> namesWithout(request, "1"));
    extender.answers("/score", "[{\"Host\":\"n3\",\"Score\":10},{\"Host\":\"n2\",\"Score\":1}]");
    bed.asking(
        entry("filterVerb: filter, prioritizeVerb: score, weight: 100, nodeCacheCapable: true"));
    for (int i = 1; i <= 3; i++) {
      bed.node("n" + i, 4000);
    }
    bed.schedule();
    bed.pod("a", 100);
    bed.pod("b", 100);
    bed.awaitBound(2);

    assertThat(bed.nodeOf("a")).isEqualTo("n3");
    assertThat(bed.nodeOf("b")).isEqualTo("n3");
    bed.assertSound();
  }

  @Test
  void objectsArrive_asTheApiServerWroteThem_withFieldsOfTheFuture() {
    extender.answers("/filter", 200, request -> "{\"Nodes\":" + tree(request).path("Nodes") + "}");
    bed.asking(entry("filterVerb: filter"));
    bed.node("n1", 4000);
    bed.changeNode(
        "n1", Registry.Part.STATUS, node -> node.withObject("/status/future").put("k", "1.50"));
    bed.schedule();
    ObjectNode pod = Json.object();
    pod.putObject("metadata").put("name", "p").putObject("annotations").put("note", "x");
    ObjectNode spec = pod.putObject("spec").put("schedulerName", "berth");
    spec.putArray("containers").addObject().put("name", "c").put("image", "i").put("soon", 1.5);
    bed.registry.create(Kinds.POD, "default", pod, Registry.WriteOptions.NONE);
    bed.awaitBound(1);

    JsonNode sent = tree(extender.bodies("/filter").getFirst());
    assertThat(sent.at("/Pod/metadata/annotations/note").asText()).isEqualTo("x");
    assertThat(sent.at("/Pod/spec/containers/0/soon").asDouble()).isEqualTo(1.5);
    assertThat(sent.at("/Nodes/items/0/status/future/k").asText()).isEqualTo("1.50");
    assertThat(sent.at("/NodeNames").isNull()).isTrue();
    bed.assertSound();
  }

  @Test
  void reasons_areInTheCondition() {
    extender.answers(
        "/filter",
        "{\"NodeNames\":[],\"FailedNodes\":{\"n1\":\"license taken\"},"
            + "\"FailedAndUnresolvableNodes\":{\"n2\":\"wrong rack\"}}");
    bed.asking(entry("filterVerb: filter, nodeCacheCapable: true"));
    bed.node("n1", 4000);
    bed.node("n2", 4000);
    bed.node("n3", 10);
    bed.schedule();
    bed.pod("p", 100);
    awaitCondition(
        "p",
        "Unschedulable",
        "0/3 nodes are available: 1 Insufficient cpu, 1 license taken, 1 wrong rack.");
    bed.assertSound();
  }

  @Test
  void anExtenderThatIsDown_isAnError_andForgottenWhenItComesBack() {
    extender.answers("/filter", 500, request -> "");
    bed.asking(entry("filterVerb: filter, nodeCacheCapable: true"));
    bed.node("n1", 4000);
    bed.schedule();
    bed.pod("p", 100);
    awaitCondition(
        "p",
        "SchedulerError",
        "failed filter with extender at URL " + extender.address() + "/filter, code 500");

    extender.answers("/filter", 200, request -> namesWithout(request, "x"));
    bed.awaitBound(1);
    bed.assertSound();
  }

  @Test
  void anExtenderThatBinds_doesSo_andABindingWithoutAnAnswerIsReadBack() {
    extender.answers(
        "/bind",
        500,
        request -> {
          JsonNode sent = tree(request);
          bed.bind(sent.path("PodName").asText(), sent.path("Node").asText());
          return "{\"Error\":\"cannot say what came of it\"}";
        });
    bed.asking(entry("bindVerb: bind"));
    bed.node("n1", 4000);
    bed.schedule();
    bed.pod("p", 100);
    bed.awaitBound(1);
    bed.assertSound();

    assertThat(extender.bodies("/bind")).hasSize(1);
    assertThat(extender.bodies("/bind").getFirst())
        .contains("\"PodName\":\"p\"")
        .contains("\"PodUID\":\"" + bed.registry.get(Kinds.POD, SandboxBed.key("p")).uid() + "\"");
  }

  @Test
  void resourcesThatOnlyTheExtenderLooksAt_areNoneOfOurs() {
    extender.answers("/filter", 200, request -> namesWithout(request, "1"));
    bed.asking(
        entry(
            "filterVerb: filter, nodeCacheCapable: true, managedResources:"
                + " [{name: example.com/license, ignoredByScheduler: true}]"));
    bed.node("n1", 4000);
    bed.node("n2", 1000);
    bed.schedule();
    bed.pod("plain", 100);
    ObjectNode pod = Json.object();
    pod.putObject("metadata").put("name", "licensed");
    ObjectNode spec = pod.putObject("spec").put("schedulerName", "berth");
    ObjectNode resources =
        spec.putArray("containers")
            .addObject()
            .put("name", "c")
            .put("image", "i")
            .withObject("/resources");
    resources.putObject("requests").put("example.com/license", "1");
    resources.putObject("limits").put("example.com/license", "1");
    bed.registry.create(Kinds.POD, "default", pod, Registry.WriteOptions.NONE);
    bed.awaitBound(2);

    assertThat(bed.nodeOf("licensed")).isEqualTo("n2");
    assertThat(bed.nodeOf("plain")).isEqualTo("n1");
    assertThat(extender.bodies("/filter")).hasSize(1);
    bed.awaitInStep();
  }

  private void awaitCondition(String pod, String reason, String message) {
    SandboxBed.await(
        () -> {
          KubeObject now = bed.registry.get(Kinds.POD, SandboxBed.key(pod));
          JsonNode condition = now.tree().at("/status/conditions/0");
          return condition.path("reason").asText().equals(reason)
              && condition.path("message").asText().startsWith(message);
        },
        () ->
            bed.registry
                .get(Kinds.POD, SandboxBed.key(pod))
                .tree()
                .at("/status/conditions")
                .toString());
  }
}
