package dev.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.config.ConfigLoader;
import dev.berth.http.AccessGate;
import dev.berth.http.Limits;
import dev.berth.http.ListenerSettings;
import dev.berth.http.Transport;
import dev.berth.kube.FakeApiServer.Answer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole scheduler with its service port, before an API server of a few lines. */
final class RunningSchedulerTest {
  private final FakeCluster cluster = new FakeCluster();

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit injects it before each test
  private Path directory;

  @AfterEach
  void close() {
    cluster.close();
  }

  private RunSettings settings(ServiceSettings service) {
    return new RunSettings(ConfigLoader.defaults(), cluster.kubeconfig(directory), service);
  }

  private RunningScheduler start() {
    return RunningScheduler.start(settings(ServiceSettings.onLoopback()));
  }

  @Test
  void healthPages_areOpenToAll_andNameTheirChecks() {
    try (RunningScheduler running = start();
        ServiceClient anybody = ServiceClient.of(running.servicePort())) {
      assertThat(anybody.await("/readyz", 200)).isEqualTo("ok");
      assertThat(anybody.get("/readyz?verbose").body().lines())
          .contains(
              "[+]ping ok",
              "[+]shutdown ok",
              "[+]loop ok",
              "[+]sync-nodes ok",
              "[+]sync-pods ok",
              "[+]sync-deviceclasses ok");
      assertThat(anybody.get("/livez?verbose").body().lines()).contains("[+]loop ok");
      assertThat(anybody.get("/healthz").body()).isEqualTo("ok");
    }
  }

  @Test
  void schedulerWithoutTheFirstListOfAKind_isNotReady_andNamesTheKind() {
    cluster.server().on("GET /api/v1/nodes", _ -> Answer.refusal(500, "not now"));
    try (RunningScheduler running = start();
        ServiceClient anybody = ServiceClient.of(running.servicePort())) {
      anybody.awaitLine("/readyz", "[+]sync-pods ok");
      assertThat(anybody.get("/readyz").statusCode()).isEqualTo(500);
      assertThat(anybody.get("/readyz").body().lines())
          .contains("[-]sync-nodes failed: reason withheld");
      assertThat(anybody.get("/livez").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void metrics_areForThoseWhomTheApiServerKnowsAndAllows() {
    try (RunningScheduler running = start();
        ServiceClient client = ServiceClient.of(running.servicePort())) {
      assertThat(client.get("/metrics").statusCode()).isEqualTo(401);
      assertThat(client.getAs("bad", "/metrics").statusCode()).isEqualTo(401);
      assertThat(client.getAs(FakeCluster.GOOD_TOKEN, "/metrics").body())
          .contains("scheduler_pending_pods{queue=\"active\"} 0");
      assertThat(client.getAs(FakeCluster.GOOD_TOKEN, "/elsewhere").statusCode()).isEqualTo(403);
    }
  }

  @Test
  void portThatIsTaken_isSaidInOneSentence() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Transport tls = new Transport.Tls(new Transport.Certificate.SelfSigned(List.of()), null);
      ServiceSettings service =
          new ServiceSettings(
              new ListenerSettings("127.0.0.1", taken.getLocalPort(), tls, Limits.STANDARD),
              AccessGate.HEALTH_PATHS);
      assertThatThrownBy(() -> RunningScheduler.start(settings(service)))
          .isInstanceOf(EnvironmentException.class)
          .hasMessageContaining("port " + taken.getLocalPort())
          .hasMessageContaining("another process");
    }
  }

  @Test
  void withoutAPort_itRunsAllTheSame() {
    try (RunningScheduler running = RunningScheduler.start(settings(ServiceSettings.OFF))) {
      assertThat(running.servicePort()).isZero();
      cluster.server().await(request -> request.path().equals("/api/v1/pods"));
    }
  }
}
