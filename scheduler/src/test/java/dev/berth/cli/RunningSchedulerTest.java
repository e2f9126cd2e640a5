package dev.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.config.BerthConfig;
import dev.berth.config.ConfigLoader;
import dev.berth.kube.FakeApiServer.Answer;
import dev.berth.queue.QueueSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole scheduler with its service port, before an API server of a few lines. */
final class RunningSchedulerTest {
  private static final String BINDING = "/api/v1/namespaces/default/pods/p/binding";

  private final FakeCluster cluster = new FakeCluster();

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit injects it before each test
  private Path directory;

  @AfterEach
  void close() {
    cluster.close();
  }

  private RunSettings settings(ServiceSettings service) {
    BerthConfig config =
        ConfigLoader.parse(
            """
            apiVersion: kubescheduler.config.k8s.io/v1
            kind: KubeSchedulerConfiguration
            leaderElection: {leaseDuration: 20s, renewDeadline: 15s, retryPeriod: 100ms}
            """,
            "test");
    return new RunSettings(
        config,
        new ClusterSettings(cluster.kubeconfig(directory), null),
        QueueSettings.DEFAULTS.maxUnschedulable(),
        service,
        new Patience(
            Patience.STANDARD.watch(),
            Patience.STANDARD.requests(),
            Patience.STANDARD.facade(),
            Duration.ofMinutes(2)),
        RunSettings.Role.SCHEDULER);
  }

  private RunningScheduler start() {
    return start(ServiceSettings.onLoopback(0));
  }

  private RunningScheduler start(ServiceSettings service) {
    RunningScheduler running = RunningScheduler.of(settings(service));
    try {
      running.start();
      return running;
    } catch (RuntimeException wrong) {
      running.close();
      throw wrong;
    }
  }

  /** One node, and one pod that waits for it. */
  private void oneNodeAndOnePod() {
    cluster.collection(
        "/api/v1/nodes",
        """
        {'metadata': {'name': 'n1', 'uid': 'n'},
         'status': {'allocatable': {'cpu': '4', 'memory': '8Gi', 'pods': '110'}}}\
        """);
    cluster.collection(
        "/api/v1/pods",
        """
        {'metadata': {'namespace': 'default', 'name': 'p', 'uid': 'u'},
         'spec': {'schedulerName': 'berth', 'containers': [{'name': 'c', 'image': 'i'}]},
         'status': {'phase': 'Pending'}}\
        """);
    cluster
        .server()
        .on("POST " + BINDING, _ -> Answer.json(201, "{'kind': 'Status', 'status': 'Success'}"));
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
              "[+]leaderElection ok",
              "[+]sync-nodes ok",
              "[+]sync-pods ok",
              "[+]sync-namespaces ok",
              "[+]sync-replicasets ok",
              "[+]sync-statefulsets ok",
              "[+]sync-deviceclasses ok",
              "[+]sync-resourceclaims ok",
              "[+]sync-resourceslices ok");
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
  void configuration_isShownAsKubeSchedulersIs() {
    try (RunningScheduler running = start();
        ServiceClient client = ServiceClient.of(running.servicePort())) {
      assertThat(client.getAs(FakeCluster.GOOD_TOKEN, "/configz").body())
          .startsWith("{\"componentconfig\":{\"apiVersion\":\"kubescheduler.config.k8s.io/v1\"")
          .contains("\"retryPeriod\":\"100ms\"");
    }
  }

  @Test
  void portThatIsTaken_isSaidInOneSentence() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      ServiceSettings service = ServiceSettings.onLoopback(taken.getLocalPort());
      assertThatThrownBy(() -> start(service))
          .isInstanceOf(EnvironmentException.class)
          .hasMessageContaining("port " + taken.getLocalPort())
          .hasMessageContaining("another process");
    }
  }

  @Test
  void withoutAPort_itRunsAllTheSame() {
    try (RunningScheduler running = start(ServiceSettings.OFF)) {
      assertThat(running.servicePort()).isZero();
      cluster.server().await(request -> request.path().equals("/api/v1/pods"));
    }
  }

  @Test
  void standby_followsTheClusterAndIsReady_butBindsNothingUntilTheLeaseIsFree() {
    oneNodeAndOnePod();
    cluster.leaseHeldBy("somebody");
    try (RunningScheduler running = start();
        ServiceClient client = ServiceClient.of(running.servicePort())) {
      client.await("/readyz", 200);
      client.awaitLine(
          "/metrics", "scheduler_pending_pods{queue=\"active\"} 1", FakeCluster.GOOD_TOKEN);
      assertThat(client.getAs(FakeCluster.GOOD_TOKEN, "/metrics").body())
          .contains("leader_election_master_status{name=\"kube-system/berth\"} 0");
      assertThat(cluster.server().requests("POST"))
          .noneMatch(request -> request.path().equals(BINDING));

      cluster.leaseHeldBy("");
      cluster.server().await(request -> request.path().equals(BINDING));
      assertThat(client.getAs(FakeCluster.GOOD_TOKEN, "/metrics").body())
          .contains("leader_election_master_status{name=\"kube-system/berth\"} 1");
    }
  }

  @Test
  void standbyThatCannotAskForTheLease_isNotReady() {
    cluster.server().on("GET " + FakeCluster.LEASE, _ -> Answer.refusal(403, "no"));
    try (RunningScheduler running = start();
        ServiceClient anybody = ServiceClient.of(running.servicePort())) {
      anybody.awaitLine("/readyz", "[-]leaderElection failed: reason withheld");
      assertThat(anybody.get("/livez").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void leaderThatLosesTheLease_endsWithOne() throws InterruptedException {
    oneNodeAndOnePod();
    try (RunningScheduler running = start(ServiceSettings.OFF)) {
      cluster.server().await(request -> request.path().equals(BINDING));
      cluster.refuseLeaseWrites();
      cluster.leaseHeldBy("somebody");
      assertThat(running.awaitEnd()).isEqualTo(ExitCode.NEGATIVE);
    }
  }

  @Test
  void leaderThatIsClosed_givesTheLeaseBack() {
    oneNodeAndOnePod();
    try (RunningScheduler _ = start(ServiceSettings.OFF)) {
      cluster.server().await(request -> request.path().equals(BINDING));
      assertThat(cluster.leaseText()).contains("holderIdentity");
    }
    assertThat(cluster.leaseText()).doesNotContain("holderIdentity");
  }

  @Test
  void bindingUnderWay_isFinishedBeforeTheLeaseGoesAndTheHealthPages() throws Exception {
    oneNodeAndOnePod();
    CountDownLatch answer = new CountDownLatch(1);
    cluster
        .server()
        .on(
            "POST " + BINDING,
            _ -> {
              awaitQuietly(answer);
              return Answer.json(201, "{'kind': 'Status', 'status': 'Success'}");
            });
    try (RunningScheduler running = start();
        ServiceClient anybody = ServiceClient.of(running.servicePort())) {
      cluster.server().await(request -> request.path().equals(BINDING));
      Thread closing = Thread.ofVirtual().start(running::close);
      anybody.awaitLine("/readyz", "[-]shutdown failed: reason withheld");
      assertThat(cluster.leaseText()).contains("holderIdentity");
      assertThat(anybody.get("/livez").statusCode()).isEqualTo(200);
      answer.countDown();
      closing.join();
      assertThat(cluster.leaseText()).doesNotContain("holderIdentity");
      assertThatThrownBy(() -> anybody.get("/livez")).isInstanceOf(AssertionError.class);
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
