package dev.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.config.BerthConfig;
import dev.berth.config.ConfigLoader;
import dev.berth.controlplane.ControlPlane;
import dev.berth.queue.QueueSettings;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The service port and the election of {@code berth run}, before a real API server. */
final class ServiceIT {
  private static final String LEADER_LINE =
      "leader_election_master_status{name=\"kube-system/berth\"} ";

  private static ControlPlane controlPlane;
  private static String scraper;

  @BeforeAll
  static void start() {
    controlPlane = ControlPlane.start();
    controlPlane.apply(
        """
        apiVersion: v1
        kind: ServiceAccount
        metadata: {name: scraper, namespace: default}
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRole
        metadata: {name: scraper}
        rules: [{nonResourceURLs: [/metrics], verbs: [get]}]
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRoleBinding
        metadata: {name: scraper}
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: scraper}
        subjects: [{kind: ServiceAccount, name: scraper, namespace: default}]
        ---
        apiVersion: v1
        kind: Node
        metadata: {name: n1}
        status: {allocatable: {cpu: "4", memory: 8Gi, pods: "110"}}
        """);
    controlPlane.awaitAllowed("system:serviceaccount:default:scraper", "get", "/metrics");
    scraper = controlPlane.kubectl("create", "token", "scraper").strip();
  }

  @AfterAll
  static void stop() {
    controlPlane.close();
  }

  private static RunningScheduler run() {
    BerthConfig config =
        ConfigLoader.parse(
            """
            apiVersion: kubescheduler.config.k8s.io/v1
            kind: KubeSchedulerConfiguration
            leaderElection: {leaseDuration: 1h, renewDeadline: 30m, retryPeriod: 200ms}
            """,
            "test");
    RunningScheduler running =
        RunningScheduler.of(
            new RunSettings(
                config,
                new ClusterSettings(controlPlane.kubeconfig(), null),
                QueueSettings.DEFAULTS.maxUnschedulable(),
                ServiceSettings.onLoopback(0)));
    running.start();
    return running;
  }

  @Test
  void metrics_areForATokenWhoseRoleNamesThePath_andHealthIsForAll() {
    try (RunningScheduler running = run();
        ServiceClient client = ServiceClient.of(running.servicePort())) {
      assertThat(client.await("/readyz", 200)).isEqualTo("ok");
      assertThat(client.get("/metrics").statusCode()).isEqualTo(401);
      assertThat(client.getAs("nonsense", "/metrics").statusCode()).isEqualTo(401);
      assertThat(client.getAs(scraper, "/metrics").statusCode()).isEqualTo(200);
      assertThat(client.getAs(scraper, "/configz").statusCode()).isEqualTo(403);
    }
  }

  @Test
  void certificate_thatTheClustersAuthoritySigned_isTaken() {
    try (RunningScheduler running = run()) {
      ServiceClient.awaitWith(
          running.servicePort(), controlPlane.adminKeys(), "/configz", 200, Duration.ofSeconds(60));
    }
  }

  @Test
  void secondReplica_isReady_bindsNothing_andTakesOverWhenTheFirstStops() {
    try (RunningScheduler second = runBesideALeader();
        ServiceClient client = ServiceClient.of(second.servicePort())) {
      client.awaitLine("/metrics", LEADER_LINE + "1", scraper);
      controlPlane.kubectl(
          "run", "after", "--image=nginx", "--overrides={\"spec\":{\"schedulerName\":\"berth\"}}");
      controlPlane.kubectl(
          "wait", "--for=jsonpath={.spec.nodeName}=n1", "pod/after", "--timeout=90s");
    }
  }

  /** The first leads and binds, the second is ready; then the first stops. */
  private static RunningScheduler runBesideALeader() {
    try (RunningScheduler first = run();
        ServiceClient leader = ServiceClient.of(first.servicePort())) {
      leader.awaitLine("/metrics", LEADER_LINE + "1", scraper);
      RunningScheduler second = run();
      try (ServiceClient standby = ServiceClient.of(second.servicePort())) {
        standby.await("/readyz", 200);
        controlPlane.kubectl(
            "run",
            "before",
            "--image=nginx",
            "--overrides={\"spec\":{\"schedulerName\":\"berth\"}}");
        controlPlane.kubectl(
            "wait", "--for=jsonpath={.spec.nodeName}=n1", "pod/before", "--timeout=90s");
        assertThat(standby.getAs(scraper, "/metrics").body()).contains(LEADER_LINE + "0");
        return second;
      }
    }
  }
}
