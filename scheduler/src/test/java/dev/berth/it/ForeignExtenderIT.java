package dev.berth.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.controlplane.ControlPlane;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The real kube-scheduler and Berth, one after the other, call the same extender of somebody else
 * about the same pods on the same nodes.
 */
final class ForeignExtenderIT {
  private static final String SCHEDULER = "default-scheduler";
  private static final int PODS = 36;

  private static ControlPlane controlPlane;
  private static ApiServer api;
  private static LoggedProcess proxy;
  private static String apiAddress;

  @TempDir private static Path directory;

  @BeforeAll
  static void start() {
    controlPlane = ControlPlane.start();
    api = new ApiServer(controlPlane);
    proxy = LoggedProcess.start(controlPlane.kubectlProcess("proxy", "--port=0"));
    apiAddress = "http://" + proxy.after("Starting to serve on ");
  }

  @AfterAll
  static void stop() {
    proxy.close();
    api.close();
    controlPlane.close();
  }

  // ---- the cluster ------------------------------------------------------------------------------

  private static final List<String> NODES =
      List.of(
          "n-1", "n-2", "n-3", "n-4", "n-5", "n-6", "n-7", "n-8", "old-9", "spare-9", "small-9");

  private static String zone(String node) {
    return (node.charAt(node.length() - 1) - '0') % 2 == 0 ? "even" : "odd";
  }

  private static String node(String name) {
    String amounts = name.startsWith("small") ? "cpu: 50m" : "cpu: \"1\"";
    return Yaml.node(name, "zone: " + zone(name), "", amounts + ", memory: 8Gi, pods: \"20\"", "");
  }

  /** Four pods fill a node; so some of the last ones fit nowhere. */
  private static String pod(int number) {
    String zone =
        switch (number % 3) {
          case 0 -> "";
          case 1 -> "zone: even";
          default -> "zone: odd";
        };
    return Yaml.pod(
        "pod-" + number,
        zone,
        "schedulerName: " + SCHEDULER,
        Yaml.requests("cpu: " + (220 + number % 4) + "m, memory: 64Mi"));
  }

  /** Where each pod went, or why nowhere; and what the extender was asked. */
  private record Outcome(Map<String, String> placements, List<String> asked) {}

  private interface Scheduler {
    AutoCloseable start(String extenders) throws IOException;
  }

  private static AutoCloseable stock(String extenders) {
    return KubeSchedulerProcess.start(
        controlPlane, directory, "percentageOfNodesToScore: 100\n" + extenders);
  }

  private static AutoCloseable berth(String extenders) throws IOException {
    Path config = Files.createTempFile(directory, "berth", ".yaml");
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
            .formatted(extenders));
    return BerthProcess.start(
        BerthProcess.ofClasses(
            "--config=" + config, "--kubeconfig=" + controlPlane.kubeconfig(), "--secure-port=0"),
        SCHEDULER);
  }

  private enum After {
    KEEP,
    DELETE
  }

  private static Outcome run(Scheduler scheduler, String fields, int pods, After after)
      throws Exception {
    api.clear();
    controlPlane.create(Yaml.all(NODES.stream().map(ForeignExtenderIT::node).toList()));
    Path known = directory.resolve("nodes.json");
    Map<String, String> zones = new LinkedHashMap<>();
    NODES.forEach(node -> zones.put(node, zone(node)));
    Files.writeString(known, ApiServer.JSON.writeValueAsString(zones));
    Path program = Path.of("src/test/resources/foreign-extender/extender.py").toAbsolutePath();
    try (LoggedProcess extender =
            LoggedProcess.start(
                new ProcessBuilder("python3", program.toString(), apiAddress, known.toString()));
        AutoCloseable _ =
            scheduler.start(
                "extenders: [{urlPrefix: \"http://127.0.0.1:%s/\", filterVerb: filter, prioritizeVerb: prioritize, weight: 40, %s, %s}]"
                    .formatted(extender.after("listening"), fields, FacadeProcess.PATIENT));
        PodHistory history = PodHistory.of(api)) {
      Map<String, String> placements = new LinkedHashMap<>();
      for (int i = 0; i < pods; i++) {
        api.create(ApiServer.PODS, List.of(pod(i)));
        String name = "pod-" + i;
        history.awaitThat(
            seen ->
                assertThat(seen)
                    .anyMatch(
                        pod ->
                            Pods.name(pod).equals(name)
                                && (Pods.isBound(pod) || Pods.isUnschedulable(pod))));
        placements.put(name, outcome(name));
        if (after == After.DELETE || !isBound(name)) {
          api.deletePod(name);
        }
      }
      extender.kill(); // so that its last line is here
      return new Outcome(placements, questions(extender.lines()));
    }
  }

  private static JsonNode podNamed(String name) {
    return api.pods().stream().filter(pod -> Pods.name(pod).equals(name)).findAny().orElseThrow();
  }

  private static boolean isBound(String name) {
    return Pods.isBound(podNamed(name));
  }

  private static String outcome(String name) {
    JsonNode pod = podNamed(name);
    return Pods.isBound(pod) ? Pods.node(pod) : Pods.messageHead(pod);
  }

  /** Each once: a pod that fits nowhere may be tried again before it is deleted. */
  private static List<String> questions(List<String> lines) {
    return new ArrayList<>(
        lines.stream().filter(line -> !line.startsWith("listening")).distinct().toList());
  }

  // ---- the same ---------------------------------------------------------------------------------

  @Test
  void withNames_bothPlaceEveryPodTheSame_andAskTheSame() throws Exception {
    String fields = "nodeCacheCapable: true, bindVerb: bind";
    Outcome want = run(ForeignExtenderIT::stock, fields, PODS, After.KEEP);
    Outcome got = run(ForeignExtenderIT::berth, fields, PODS, After.KEEP);

    assertThat(got.placements()).isEqualTo(want.placements());
    assertThat(got.asked()).isEqualTo(want.asked());
    assertThat(want.placements().values()).contains("n-8", "n-7", "n-1");
    assertThat(want.placements().values())
        .anyMatch(text -> text.contains("the zone is not") && text.contains("too old"));
  }

  /**
   * kube-scheduler 1.36.3 has plugins score what such an extender sends back as nodes without pods,
   * so which node is best may differ; which nodes are feasible does not.
   */
  @Test
  void withWholeNodes_bothFindTheSameNodesFeasible() throws Exception {
    String fields = "nodeCacheCapable: false";
    Outcome want = run(ForeignExtenderIT::stock, fields, 6, After.DELETE);
    Outcome got = run(ForeignExtenderIT::berth, fields, 6, After.DELETE);

    assertThat(got.asked()).isEqualTo(want.asked());
    assertThat(IntStream.range(0, 6).mapToObj(i -> "pod-" + i))
        .allSatisfy(pod -> assertThat(want.asked().toString()).contains("prioritize " + pod));
  }
}
