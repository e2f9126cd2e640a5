package dev.berth.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.FreePort;
import dev.berth.controlplane.ControlPlane;
import dev.berth.it.TwinDecision.Scored;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * {@code berth run} in the place of the cluster's own scheduler, asked for its decision records
 * over HTTPS.
 *
 * <p>Threading: any thread.
 */
final class BerthTwin implements TwinScheduler {

  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final String PODS = "/explain/pods/";

  private final BerthProcess process;
  private final HttpClient client;
  private final int port;

  private BerthTwin(BerthProcess process, HttpClient client, int port) {
    this.process = process;
    this.client = client;
    this.port = port;
  }

  /**
   * Starts one, from the classes of this test.
   *
   * @param directory for its configuration
   */
  static BerthTwin start(ControlPlane controlPlane, Path directory) {
    return start(controlPlane, directory, "");
  }

  /**
   * Starts one.
   *
   * @param fields more of its configuration
   */
  static BerthTwin start(ControlPlane controlPlane, Path directory, String fields) {
    try {
      Path config = directory.resolve("berth.yaml");
      Files.writeString(
          config,
          """
          apiVersion: kubescheduler.config.k8s.io/v1
          kind: KubeSchedulerConfiguration
          leaderElection: {leaderElect: false}
          profiles: [{schedulerName: default-scheduler}]
          %s
          ---
          apiVersion: berth.dev/v1alpha1
          kind: BerthConfiguration
          allowDefaultScheduler: true
          """
              .formatted(fields));
      int port = FreePort.get();
      BerthProcess process =
          BerthProcess.start(
              BerthProcess.ofClasses(
                  "--config=" + config,
                  "--kubeconfig=" + controlPlane.kubeconfig(),
                  "--bind-address=127.0.0.1",
                  "--secure-port=" + port),
              "default-scheduler");
      return new BerthTwin(process, clientOf(controlPlane, port), port);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public TwinDecision decision(JsonNode pod) {
    return Pods.isBound(pod) ? placed(pod) : TwinScheduler.unplaced(pod);
  }

  private TwinDecision placed(JsonNode pod) {
    JsonNode decision = explain(TwinScheduler.key(pod)).path("decision");
    assertThat(decision.path("uid").asText()).as(log()).isEqualTo(Pods.uid(pod));
    assertThat(decision.path("outcome").asText()).as(log()).isEqualTo("selected");
    assertThat(decision.path("node").asText()).as(log()).isEqualTo(Pods.node(pod));
    Map<String, Scored> scores = new TreeMap<>();
    for (JsonNode best : decision.path("best")) {
      SortedMap<String, Long> byPlugin = new TreeMap<>();
      for (JsonNode score : best.path("scores")) {
        if (score.path("score").asLong() != 0) {
          byPlugin.put(score.path("plugin").asText(), score.path("score").asLong());
        }
      }
      scores.put(best.path("node").asText(), new Scored(best.path("total").asLong(), byPlugin));
    }
    return new TwinDecision(Pods.node(pod), "", decision.path("feasible").asInt(), scores);
  }

  /** The evictions that are planned for the pod. */
  JsonNode plan(JsonNode pod) {
    return explain(TwinScheduler.key(pod)).path("decision").path("preemption");
  }

  private JsonNode explain(String key) {
    HttpResponse<byte[]> answer = get(client, port, PODS + key);
    assertThat(answer.statusCode()).as("%s: %s", key, log()).isEqualTo(200);
    try {
      return ApiServer.JSON.readTree(answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The administrator, as soon as the scheduler knows the cluster's authority. */
  private static HttpClient clientOf(ControlPlane controlPlane, int port) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      HttpClient client =
          HttpClient.newBuilder()
              .sslContext(Probe.believingAnything(controlPlane.adminKeys()))
              .build();
      int code = get(client, port, PODS + "default/none").statusCode();
      if (code == 404) {
        return client;
      }
      client.shutdownNow();
      assertThat(System.nanoTime()).as("still answered by %d", code).isLessThan(deadline);
    }
  }

  private static HttpResponse<byte[]> get(HttpClient client, int port, String path) {
    try {
      return client.send(
          HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + port + path)).build(),
          BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted", e);
    }
  }

  private String log() {
    return process.log();
  }

  @Override
  public void close() {
    client.shutdownNow();
    process.close();
  }
}
