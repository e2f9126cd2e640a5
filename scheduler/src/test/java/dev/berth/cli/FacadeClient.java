package dev.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;

/** Somebody who calls a facade as a kube-scheduler does. Threading: any thread. */
final class FacadeClient implements AutoCloseable {
  /** As deep as the facade reads. */
  private static final ObjectMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(20_000).build())
                  .build())
          .build();

  private final String root;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  FacadeClient(String root) {
    this.root = root;
  }

  HttpResponse<String> post(String path, byte[] body, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(root + path))
            .timeout(FacadeBed.PATIENCE)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
    return post(
        path,
        body.getBytes(java.nio.charset.StandardCharsets.UTF_8),
        "Content-Type",
        "application/json");
  }

  /** The result. */
  JsonNode ask(String path, String body) throws IOException, InterruptedException {
    HttpResponse<String> response = post(path, body);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return JSON.readTree(response.body());
  }

  /** What is there to be read. */
  String get(String path) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(root + path)).timeout(FacadeBed.PATIENCE).build();
    return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
  }

  /** The error of a binding, "" when there is none. */
  String bind(String name, String uid, String node) throws IOException, InterruptedException {
    return ask("/bind", binding(name, uid, node)).get("Error").asText();
  }

  static String binding(String name, String uid, String node) {
    return "{\"PodName\":\"%s\",\"PodNamespace\":\"shop\",\"PodUID\":\"%s\",\"Node\":\"%s\"}"
        .formatted(name, uid, node);
  }

  static String names(String pod, String... nodes) {
    return "{\"Pod\":%s,\"Nodes\":null,\"NodeNames\":[\"%s\"]}"
        .formatted(pod, String.join("\",\"", nodes));
  }

  static JsonNode json(String text) throws IOException {
    return JSON.readTree(text);
  }

  static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(each -> texts.add(each.asText()));
    return texts;
  }

  @Override
  public void close() {
    http.close();
  }
}
