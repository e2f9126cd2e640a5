package dev.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.FreePort;
import dev.berth.OwnClassPath;
import dev.berth.controlplane.ControlPlane;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code berth why} and {@code berth doctor} as people use them, with little rights. */
final class WhyAndDoctorIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final String CLUSTER =
      """
      apiVersion: v1
      kind: Node
      metadata: {name: n1}
      status: {allocatable: {cpu: "4", memory: 8Gi, pods: "110"}, capacity: {cpu: "4", memory: 8Gi, pods: "110"}}
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: web}
      spec: {schedulerName: berth, containers: [{name: c, image: i, resources: {requests: {cpu: "1"}}}]}
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: big}
      spec: {schedulerName: berth, containers: [{name: c, image: i, resources: {requests: {cpu: "6"}}}]}
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: gated}
      spec: {schedulerName: berth, schedulingGates: [{name: example.com/quota}], containers: [{name: c, image: i}]}
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: foreign}
      spec: {schedulerName: volcano, containers: [{name: c, image: i}]}
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: old, annotations: {scheduler.alpha.kubernetes.io/name: berth}}
      spec: {containers: [{name: c, image: i}]}
      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: ClusterRole
      metadata: {name: on-call}
      rules:
      - {apiGroups: [""], resources: [pods, events], verbs: [get, list]}
      - {apiGroups: [coordination.k8s.io], resources: [leases], verbs: [get]}
      - {nonResourceURLs: [/explain/pods/default/*], verbs: [get]}
      """;

  private static ControlPlane controlPlane;

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit injects it before each test
  private Path directory;

  private String out = "";
  private String err = "";

  @BeforeAll
  static void start() {
    controlPlane = ControlPlane.start();
    controlPlane.apply(CLUSTER);
    for (String account : List.of("on-call", "passer-by")) {
      controlPlane.kubectl("create", "serviceaccount", account);
    }
    controlPlane.kubectl(
        "create",
        "clusterrolebinding",
        "on-call",
        "--clusterrole=on-call",
        "--serviceaccount=default:on-call");
  }

  @AfterAll
  static void stop() {
    controlPlane.close();
  }

  /** The administrator's kubeconfig, with a token of that service account instead. */
  private Path kubeconfigOf(String account) throws IOException {
    String token = controlPlane.kubectl("create", "token", account).strip();
    Path kubeconfig = directory.resolve(account);
    Files.copy(controlPlane.kubeconfig(), kubeconfig);
    String option = "--kubeconfig=" + kubeconfig;
    controlPlane.kubectl(option, "config", "set-credentials", account, "--token=" + token);
    controlPlane.kubectl(option, "config", "set-context", "--current", "--user=" + account);
    return kubeconfig;
  }

  private int berth(String... line) {
    StringWriter said = new StringWriter();
    StringWriter complained = new StringWriter();
    int exit =
        BerthCommand.line(new PrintWriter(said, true), new PrintWriter(complained, true))
            .execute(line);
    out = said.toString().replaceAll("\\s+", " ");
    err = complained.toString().replaceAll("\\s+", " ");
    return exit;
  }

  @Test
  void why_answersForPodsInEveryState_toWhomMayAsk() throws Exception {
    int port = FreePort.get();
    Process scheduler = scheduler(port);
    try {
      String address = "--address=https://127.0.0.1:" + port;
      String kubeconfig = "--kubeconfig=" + kubeconfigOf("on-call");
      awaitThat(
          () ->
              berth("why", "default/web", kubeconfig, address) == 0
                  && out.startsWith("default/web is PLACED on node n1. Why there: 1 of 1 nodes"));
      awaitThat(
          () ->
              berth("why", "big", "-n", "default", kubeconfig, address) == 0
                  && out.contains("n1 cpu: needs 6, free "));
      assertThat(out)
          .startsWith("default/big is PENDING: it fits on no node. 0/1 nodes are available:")
          .contains("1 Insufficient cpu.")
          .contains(" of 4, ")
          .contains("When again: ");

      assertThat(berth("why", "gated", kubeconfig, address)).isZero();
      assertThat(out).startsWith("default/gated is HELD BACK by its scheduling gates: example.com");
      assertThat(berth("why", "foreign", kubeconfig, address)).isZero();
      assertThat(out).contains("its scheduler is 'volcano'").contains("Nothing shows that");
      assertThat(berth("why", "nobody", kubeconfig, address)).isEqualTo(1);

      String stranger = "--kubeconfig=" + kubeconfigOf("passer-by");
      assertThat(berth("why", "big", stranger, address)).isEqualTo(3);
      assertThat(err).contains("cannot get resource \"pods\"");
    } finally {
      scheduler.destroy();
      scheduler.waitFor();
    }
  }

  @Test
  void doctor_isContentWithTheManifests_andNamesARuleThatIsTakenAway() {
    String admin = "--kubeconfig=" + controlPlane.kubeconfig();
    controlPlane.kubectl("apply", "-k", install().toString());

    awaitThat(() -> berth("doctor", admin) == 0); // a role counts some time after it is written
    assertThat(out)
        .contains("rbac: system:serviceaccount:kube-system:berth may do all that Berth does")
        .contains("1 pod waiting for scheduler 'volcano': default/foreign.")
        .contains("default/old (scheduler default-scheduler)");

    String withoutBinding = "[{\"op\": \"remove\", \"path\": \"/rules/1\"}]";
    controlPlane.kubectl("patch", "clusterrole", "berth", "--type=json", "-p", withoutBinding);
    awaitThat(() -> berth("doctor", admin) == 1);
    assertThat(out)
        .contains("FAIL rbac: system:serviceaccount:kube-system:berth may not create pods/binding")
        .contains("without it: no pod can be placed")
        .doesNotContain("may not list");

    assertThat(berth("doctor", admin, "--as", "system:serviceaccount:default:passer-by"))
        .isEqualTo(1);
    assertThat(out).contains("passer-by may not get, list, watch pods");
  }

  private static Path install() {
    Path fromModule = Path.of("..", "manifests", "install");
    return (Files.isDirectory(fromModule) ? fromModule : Path.of("manifests", "install"))
        .toAbsolutePath();
  }

  /** A process of its own, from the classes of this test. */
  private Process scheduler(int port) throws IOException {
    List<String> line =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                OwnClassPath.get(),
                "dev.berth.cli.Main",
                "run",
                "--kubeconfig=" + controlPlane.kubeconfig(),
                "--bind-address=127.0.0.1",
                "--secure-port=" + port));
    return new ProcessBuilder(line)
        .redirectErrorStream(true)
        .redirectOutput(directory.resolve("log").toFile())
        .start();
  }

  /** Each question is a request to the API server, so there is no need to wait in between. */
  private void awaitThat(BooleanSupplier condition) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime())
          .as("within %s, last: %s %s", PATIENCE, out, err)
          .isLessThan(end);
    }
  }
}
