package dev.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.sandbox.fault.Events;
import dev.berth.sandbox.fault.Times;
import dev.berth.sandbox.fault.WatchFault;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A facade that hears of a change after its caller, who would put the pod aside for minutes. */
final class SecondLookTest {
  private static final Duration LATE = Duration.ofSeconds(1);

  @TempDir private Path directory;
  private final HttpClient client = HttpClient.newHttpClient();
  private SandboxBed bed;

  @BeforeEach
  void start() throws Exception {
    bed = new SandboxBed(directory);
    bed.node("small", 1000);
    bed.pod("placed", 800);
    bed.bind("placed", "small");
    bed.node("large", 4000);
    bed.adviseUntilNewsCome();
    bed.awaitInStep();
    bed.awaitWatching();
    bed.awaitSynced();
    assertThat(filter("large")).as("it knows the cluster").isEqualTo("[\"large\"]");
  }

  @AfterEach
  void stop() {
    client.close();
    bed.close();
  }

  /** Its answer to {@code filter} for a pod of 800m. */
  private String filter(String node) throws Exception {
    String body =
        """
        {"Pod":{"metadata":{"name":"p","namespace":"default","uid":"u"},"spec":{"containers":
          [{"name":"c","resources":{"requests":{"cpu":"800m"}}}]}},"NodeNames":["%s"]}
        """
            .formatted(node);
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + bed.extenderPort() + "/filter"))
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return new ObjectMapper().readTree(answer.body()).path("NodeNames").toString();
  }

  private void late(String kind, String name, String type) {
    bed.faults.on(
        Events.all().of(kind).named(name).type(type), Times.once(), new WatchFault.Delay(LATE));
  }

  @Test
  void filter_waitsForAChangeThatTheCallerHasHeardOf() throws Exception {
    late("pods", "placed", "DELETED");

    bed.deletePod("placed");

    assertThat(filter("small")).isEqualTo("[\"small\"]");
  }

  @Test
  void filter_waitsForANodeThatTheCallerHasHeardOf() throws Exception {
    late("nodes", "new", "ADDED");

    bed.node("new", 1000);

    assertThat(filter("new")).isEqualTo("[\"new\"]");
  }
}
