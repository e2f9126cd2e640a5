package dev.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.config.BerthConfig;
import dev.berth.config.ConfigLoader;
import dev.berth.config.ConfigOverlay;
import dev.berth.plugins.examples.Examples;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Each example policy, enabled by its name in a profile of {@code manifests/example-policies.yaml},
 * decides what a kube-scheduler is told.
 */
final class ExamplePoliciesTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> THREE =
      List.of(
          node("node-3", "example-label", 4), node("node-7", "other", 8), node("n-x", "other", 2));
  private static final List<String> MANY =
      IntStream.range(0, 40).mapToObj(i -> node("n" + i, "other", 4)).toList();

  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static BerthConfig config;
  private static LoneExtender extender;

  @BeforeAll
  static void start() throws InterruptedException {
    config =
        ConfigLoader.load(file(), ConfigOverlay.NONE.with("BerthConfiguration.extender.port", 0));
    extender = new LoneExtender(config, FacadeBed.LONG_TURNS);
    extender.start();
    SandboxBed.await(
        () -> post("/pass-through/filter", THREE).statusCode() == 200,
        () -> "the extender is not ready");
  }

  @AfterAll
  static void stop() {
    extender.close();
    CLIENT.close();
  }

  /** Maven runs tests in the module, an IDE often in the root of the repository. */
  private static Path file() {
    return Stream.of("../manifests", "manifests")
        .map(root -> Path.of(root, "example-policies.yaml"))
        .filter(Files::isReadable)
        .findFirst()
        .orElseThrow();
  }

  private static String node(String name, String label, int cpu) {
    return """
    {"metadata": {"name": "%s", "labels": {"%s": ""}},
     "status": {"allocatable": {"cpu": "%d", "memory": "1Gi", "pods": "10"}}}\
    """
        .formatted(name, label, cpu);
  }

  private static HttpResponse<String> post(String path, List<String> nodes) {
    String body =
        "{\"Pod\":{\"metadata\":{\"name\":\"p\"}},\"Nodes\":{\"items\":[%s]}}"
            .formatted(String.join(",", nodes));
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + extender.port() + path))
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    try {
      return CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted", e);
    }
  }

  private static JsonNode ask(String path, List<String> nodes) {
    HttpResponse<String> answer = post(path, nodes);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    try {
      return JSON.readTree(answer.body());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static List<String> passed(JsonNode result) {
    return result.at("/Nodes/items").findValuesAsText("name");
  }

  private static List<Integer> scores(String profile, List<String> nodes) {
    return ask("/" + profile + "/prioritize", nodes).findValuesAsText("Score").stream()
        .map(Integer::valueOf)
        .toList();
  }

  @Test
  void nodeLabelPresent_keepsNodesWithTheLabel() {
    JsonNode result = ask("/node-label-present/filter", THREE);

    assertThat(passed(result)).containsExactly("node-3");
    Map<?, ?> failed = JSON.convertValue(result.get("FailedAndUnresolvableNodes"), Map.class);
    assertThat(failed)
        .isEqualTo(
            Map.of(
                "node-7", "node(s) didn't have the label example-label",
                "n-x", "node(s) didn't have the label example-label"));
  }

  @Test
  void passThrough_keepsAllNodes() {
    assertThat(passed(ask("/pass-through/filter", THREE)))
        .containsExactly("node-3", "node-7", "n-x");
  }

  @Test
  void randomFilter_dropsSomeNodes_andSaysSo() {
    JsonNode result = ask("/random-filter/filter", MANY);

    assertThat(passed(result)).hasSizeBetween(5, 35);
    assertThat(result.get("FailedNodes"))
        .hasSize(MANY.size() - passed(result).size())
        .allMatch(reason -> reason.asText().equals("node(s) were dropped by chance"));
  }

  @Test
  void nameDigitScore_prefersTheHighestLastDigit() {
    assertThat(scores("name-digit-score", THREE)).containsExactly(9, 10, 8);
  }

  @Test
  void mostAvailableCpu_prefersTheMostCpu() {
    assertThat(scores("most-available-cpu", THREE)).containsExactly(9, 10, 8);
  }

  @Test
  void nodeOrder_prefersTheNodeNamedLast() {
    assertThat(scores("node-order", THREE)).containsExactly(8, 9, 10);
    assertThat(scores("node-order", THREE.reversed())).containsExactly(8, 9, 10);
  }

  @Test
  void randomNode_andLucky_drawAnew() {
    for (String profile : List.of("random-node", "lucky")) {
      List<Integer> first = scores(profile, MANY);
      List<Integer> second = scores(profile, MANY);

      assertThat(first).as(profile).contains(10).isNotEqualTo(second);
    }
  }

  @Test
  void everyExample_hasAProfile() {
    assertThat(config.effective().json().toString()).contains(Examples.all().keySet());
    assertThat(config.profileNames()).hasSameSizeAs(Examples.all().keySet());
  }
}
