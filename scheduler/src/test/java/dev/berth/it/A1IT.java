package dev.berth.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.controlplane.ControlPlane;
import dev.berth.controlplane.ControlPlane.Component;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Scenario A1, word by word and with kubectl: a scheduler under its own name, in kube-system,
 * beside the cluster's own.
 */
final class A1IT {

  private static final String INSTALL = Path.of("../manifests/install").toString();

  private static ControlPlane controlPlane;
  private static ApiServer api;

  @TempDir private Path directory;

  @BeforeAll
  static void start() {
    controlPlane = ControlPlane.start(Component.CONTROLLER_MANAGER);
    api = new ApiServer(controlPlane);
  }

  @AfterAll
  static void stop() {
    api.close();
    controlPlane.close();
  }

  @Test
  void scheduler_under_its_own_name_places_the_pods_that_choose_it_and_no_others() {
    controlPlane.create(Yaml.node("n1", "", "", "cpu: \"4\", memory: 8Gi, pods: \"110\"", ""));
    runPod("early", "berth");
    runPod("of-the-cluster", "default-scheduler");
    runPod("of-a-third", "somebody-else");
    Map<String, String> wantUntouched = versionsOf("of-the-cluster", "of-a-third");

    controlPlane.kubectl("apply", "-k", INSTALL);
    InstalledContainer container =
        new InstalledContainer(controlPlane, controlPlane.baseUrl(), api, directory);
    try (BerthProcess berth = BerthProcess.start(container.process())) {
      container.probe("readinessProbe").awaitSuccess();
      for (String page : List.of("/healthz", "/livez", "/readyz")) {
        assertThat(Probe.answer(container.url(page), "")).isEqualTo("200 ok");
      }
      awaitScheduled("early");

      runPod("web", "berth");

      assertThat(firstLineOfWatchWith("web", "n1")).contains(" Pending ");
      awaitScheduled("web");
      awaitEvent("web");
      assertThat(controlPlane.kubectl("describe", "pod", "web").lines())
          .anyMatch(
              line ->
                  line.strip()
                      .matches(
                          "Normal +Scheduled +\\S+ +berth +Successfully assigned default/web to"
                              + " n1"));
      assertThat(berth.terminate()).as(berth.log()).isZero();
      assertThat(berth.log().lines().filter(line -> line.contains("pod default/")))
          .hasSize(2)
          .anyMatch(line -> line.contains("pod default/early -> node n1 (1 of 1 nodes feasible"))
          .anyMatch(line -> line.contains("pod default/web -> node n1 (1 of 1 nodes feasible"));
    }
    assertThat(versionsOf("of-the-cluster", "of-a-third")).isEqualTo(wantUntouched);
  }

  private static void runPod(String name, String scheduler) {
    controlPlane.kubectl(
        "run",
        name,
        "--image=nginx",
        "--overrides={\"spec\":{\"schedulerName\":\"" + scheduler + "\"}}");
  }

  /** Of pods that are not bound, by name: what changes with every write. */
  private static Map<String, String> versionsOf(String... names) {
    return api.pods().stream()
        .filter(pod -> List.of(names).contains(Pods.name(pod)))
        .peek(pod -> assertThat(Pods.node(pod)).isEmpty())
        .collect(Collectors.toMap(Pods::name, pod -> pod.at("/metadata/resourceVersion").asText()));
  }

  private static void awaitScheduled(String pod) {
    controlPlane.kubectl("wait", "--for=condition=PodScheduled", "pod/" + pod, "--timeout=90s");
  }

  /** The user's second window: {@code kubectl get pod -o wide -w}. */
  private static String firstLineOfWatchWith(String pod, String node) {
    try {
      Process watch = controlPlane.kubectlProcess("get", "pod", "-o", "wide", "-w").start();
      try (BufferedReader lines = watch.inputReader()) {
        return lines
            .lines()
            .filter(line -> line.startsWith(pod + " ") && line.contains(" " + node + " "))
            .findFirst()
            .orElseThrow(() -> new AssertionError("kubectl stopped watching"));
      } finally {
        watch.destroy();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Events are written beside the binding, not before it. */
  private static void awaitEvent(String pod) {
    String events = "/apis/events.k8s.io/v1/namespaces/default/events";
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(api.watch(events, ""), UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        JsonNode event = ApiServer.JSON.readTree(line).path("object");
        if (event.at("/regarding/name").asText().equals(pod)) {
          return;
        }
      }
      throw new AssertionError("there is no event about " + pod);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
