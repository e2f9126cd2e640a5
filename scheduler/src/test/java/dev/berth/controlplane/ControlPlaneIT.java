package dev.berth.controlplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every other integration test relies on. */
final class ControlPlaneIT {

  private static ControlPlane controlPlane;

  @BeforeAll
  static void start() {
    controlPlane = ControlPlane.start();
  }

  @AfterAll
  static void stop() {
    controlPlane.close();
  }

  @Test
  void server_and_kubectl_are_of_the_pinned_version() throws Exception {
    String minor = System.getenv().getOrDefault("BERTH_KUBERNETES", "1.36");
    String file = minor.equals("1.36") ? "go.mod" : "go-" + minor + ".mod";
    String pinned = Files.readString(Path.of("src/controlplane", file));
    String want = pinned.replaceFirst("(?s).*k8s.io/kubernetes (v[0-9.]+) .*", "$1");

    assertThat(want).startsWith("v" + minor + ".");
    assertThat(controlPlane.kubectl("version").lines())
        .contains("Client Version: " + want, "Server Version: " + want);
  }

  @Test
  void node_applied_with_its_status_keeps_it_and_is_not_tainted() {
    controlPlane.apply(
        """
        apiVersion: v1
        kind: Node
        metadata: {name: with-status}
        status:
          allocatable: {cpu: "4", memory: 8Gi, pods: "110"}
        """);

    assertThat(get("node", "with-status", "{.status.allocatable.cpu}")).isEqualTo("4");
    assertThat(get("node", "with-status", "{.spec.taints}")).isEmpty();
  }

  @Test
  void pod_without_controller_manager_is_admitted_and_waits_for_its_scheduler() {
    controlPlane.kubectl(
        "run", "web", "--image=nginx", "--overrides={\"spec\":{\"schedulerName\":\"berth\"}}");

    assertThat(get("pod", "web", "{.spec.schedulerName} {.status.phase} {.spec.nodeName}"))
        .isEqualTo("berth Pending ");
  }

  @Test
  void user_without_rights_is_refused() {
    assertThatThrownBy(() -> controlPlane.kubectl("get", "pods", "--as=stranger"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("kubectl get pods --as=stranger' ended with exit code 1")
        .hasMessageContaining("User \"stranger\" cannot list resource \"pods\"");
  }

  @Test
  void adminClient_reads_the_api_over_tls() throws Exception {
    try (HttpClient client = controlPlane.adminClient()) {
      var request =
          HttpRequest.newBuilder(controlPlane.baseUrl().resolve("/api/v1/namespaces/default"));

      var reply = client.send(request.build(), HttpResponse.BodyHandlers.ofString());

      assertThat(reply.statusCode()).isEqualTo(200);
      assertThat(reply.body()).contains("\"name\":\"default\"");
    }
  }

  @Test
  void second_control_plane_shares_nothing_and_leaves_nothing() {
    controlPlane.kubectl("create", "namespace", "only-in-the-first");
    Path kubeconfig;
    try (ControlPlane second = ControlPlane.start()) {
      kubeconfig = second.kubeconfig();

      assertThat(second.kubectl("get", "namespaces", "-o", "name"))
          .contains("namespace/default")
          .doesNotContain("only-in-the-first");
    }
    assertThat(Files.exists(kubeconfig.getParent())).isFalse();
  }

  @Test
  void signal_stops_everything_although_standard_input_is_open(@TempDir Path directory)
      throws Exception {
    Path state = directory.resolve("cp");
    Process script =
        new ProcessBuilder(
                ControlPlane.script().toString(), "up", "--until-eof", "--dir", state.toString())
            .redirectError(directory.resolve("log").toFile())
            .start();
    assertThat(script.inputReader().readLine()).startsWith("export KUBECONFIG=");
    List<ProcessHandle> started =
        Files.readAllLines(state.resolve("control-plane.processes")).stream()
            .map(line -> line.split(" ", -1)[1])
            .map(pid -> ProcessHandle.of(Long.parseLong(pid)).orElseThrow())
            .toList();

    script.destroy();

    assertThat(script.waitFor()).isEqualTo(143);
    for (ProcessHandle process : started) {
      assertThat(process.onExit().get(60, TimeUnit.SECONDS)).isEqualTo(process);
    }
    assertThat(state).doesNotExist();
  }

  @Test
  void controller_manager_and_kube_scheduler_run_a_deployment_without_a_kubelet() {
    try (ControlPlane whole =
        ControlPlane.start(
            ControlPlane.Component.CONTROLLER_MANAGER, ControlPlane.Component.SCHEDULER)) {
      whole.apply(
          """
          apiVersion: v1
          kind: Node
          metadata: {name: silent}
          status:
            allocatable: {cpu: "4", memory: 8Gi, pods: "110"}
          """);
      whole.kubectl("create", "deployment", "web", "--image=nginx");
      whole.kubectl("wait", "pod", "-l", "app=web", "--for=create", "--timeout=180s");
      whole.kubectl(
          "wait", "pod", "-l", "app=web", "--for=condition=PodScheduled", "--timeout=180s");

      assertThat(
              whole.kubectl(
                  "get", "pod", "-l", "app=web", "-o", "jsonpath={.items[*].spec.nodeName}"))
          .isEqualTo("silent");
    }
  }

  private static String get(String kind, String name, String jsonPath) {
    return controlPlane.kubectl("get", kind, name, "-o", "jsonpath=" + jsonPath);
  }
}
