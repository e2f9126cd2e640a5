package dev.berth.sandbox.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.controlplane.ControlPlane;
import dev.berth.sandbox.objects.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A real server answers the recorded requests as it did when they were recorded.
 *
 * <p>With {@code -Dberth.record=FILE} it writes the answers there, in the form of {@code
 * recorded.jsonl}, instead of comparing them: how requests are added, and the version changed.
 */
@Timeout(600)
final class RecordedAnswersIT {
  private static final String RECORD = System.getProperty("berth.record", "");
  private static final Duration CAUGHT_UP = Duration.ofSeconds(60);

  private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);

  /** It may be midnight meanwhile. */
  private final Likeness likeness =
      new Likeness("(" + day(now) + "|" + day(now.plus(1, ChronoUnit.DAYS)) + ")");

  private static String day(Instant time) {
    return time.toString().substring(0, 10);
  }

  @Test
  void server_recordedRequests_answersAsRecorded() throws IOException, InterruptedException {
    List<String> differences = new ArrayList<>();
    List<String> recorded = new ArrayList<>();
    try (ControlPlane plane = ControlPlane.start(ControlPlane.Component.CONTROLLER_MANAGER);
        HttpClient client = plane.adminClient()) {
      for (RecordedStep step : RecordedStep.all()) {
        caughtUp(step, plane, client);
        HttpResponse<byte[]> response = send(step, "", plane, client);
        JsonNode answer = Json.parse(response.body());
        String difference = likeness.difference(step.wantAnswer(), answer);
        if (!difference.isEmpty()) {
          differences.add(step.what() + difference);
        }
        recorded.add(step.with(response.statusCode(), likeness.alike(answer)));
      }
    }
    if (RECORD.isEmpty()) {
      assertThat(differences).isEmpty();
    } else {
      Files.write(Path.of(RECORD), recorded);
    }
  }

  /** Waits until the caches and controllers of the server know what the steps before have made. */
  private void caughtUp(RecordedStep step, ControlPlane plane, HttpClient client)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + CAUGHT_UP.toNanos();
    while (step.canBeTried()
        && System.nanoTime() < end
        && !isAsRecorded(step, send(step, "?dryRun=All", plane, client))) {
      Thread.onSpinWait();
    }
  }

  /** With the answer: what a pod gets of its node, or of a class, does not show in the code. */
  private boolean isAsRecorded(RecordedStep step, HttpResponse<byte[]> response)
      throws IOException {
    return response.statusCode() == step.wantCode()
        && (!RECORD.isEmpty()
            || likeness.difference(step.wantAnswer(), Json.parse(response.body())).isEmpty());
  }

  private HttpResponse<byte[]> send(
      RecordedStep step, String query, ControlPlane plane, HttpClient client)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(plane.baseUrl() + step.path() + query))
            .header("Content-Type", "application/json");
    if (step.verb().equals("GET")) {
      return client.send(request.build(), BodyHandlers.ofByteArray());
    }
    byte[] body = body(step, plane, client);
    return client.send(
        request.method(step.verb(), BodyPublishers.ofByteArray(body)).build(),
        BodyHandlers.ofByteArray());
  }

  /** What was sent, with times and the version of this run. */
  private byte[] body(RecordedStep step, ControlPlane plane, HttpClient client)
      throws IOException, InterruptedException {
    ObjectNode body = step.body();
    if (body.path("metadata").path("resourceVersion").asText().equals("CURRENT")) {
      URI uri = URI.create(plane.baseUrl() + step.path());
      HttpRequest get = HttpRequest.newBuilder(uri).build();
      JsonNode current = Json.parse(client.send(get, BodyHandlers.ofByteArray()).body());
      body.withObject("/metadata").set("resourceVersion", current.at("/metadata/resourceVersion"));
    }
    return new String(Json.bytes(body), UTF_8)
        .replace("\"NOW\"", "\"" + now + "\"")
        .getBytes(UTF_8);
  }
}
