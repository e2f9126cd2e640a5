package dev.berth.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.controlplane.ControlPlane;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The real kube-scheduler and Berth, one after the other, ask the same extender of somebody else
 * whom they may evict.
 */
final class ForeignPreemptionIT {
  private static final String SCHEDULER = "default-scheduler";
  private static final int NODES = 6;

  /** What the extender is to do wrong, as a label of the pod. */
  private static final List<String> WRONG =
      List.of("none", "empty", "stranger", "elsewhere", "broken");

  private static ControlPlane controlPlane;
  private static ApiServer api;
  private static LoggedProcess extender;

  @TempDir private static Path directory;

  @BeforeAll
  static void start() throws IOException {
    controlPlane = ControlPlane.start();
    api = new ApiServer(controlPlane);
    List<String> classes = new ArrayList<>();
    for (int i = 1; i <= NODES; i++) {
      for (int j = 1; j <= 4; j++) {
        classes.add(priorityClass("worth-" + i + "-" + j, 10 * i + j));
      }
    }
    classes.add(priorityClass("urgent", 100));
    controlPlane.create(Yaml.all(classes));
    PriorityClasses.awaitKnown(api, "urgent");
    Map<String, String> zones = new LinkedHashMap<>();
    for (int i = 1; i <= NODES; i++) {
      zones.put("n-" + i, i % 2 == 0 ? "even" : "odd");
    }
    Path known = directory.resolve("nodes.json");
    Files.writeString(known, ApiServer.JSON.writeValueAsString(zones));
    Path program = Path.of("src/test/resources/foreign-extender/extender.py").toAbsolutePath();
    extender =
        LoggedProcess.start(
            new ProcessBuilder("python3", program.toString(), "no-api", known.toString()));
  }

  @AfterAll
  static void stop() {
    extender.close();
    api.close();
    controlPlane.close();
  }

  private static String priorityClass(String name, int value) {
    return """
    apiVersion: scheduling.k8s.io/v1
    kind: PriorityClass
    metadata: {name: %s}
    value: %d
    """
        .formatted(name, value);
  }

  // ---- the cluster ------------------------------------------------------------------------------

  /** Full nodes, each with four pods, none as important as another; those of n-1 are least. */
  private static void fill() {
    api.clear();
    List<String> objects = new ArrayList<>();
    for (int i = 1; i <= NODES; i++) {
      objects.add(Yaml.node("n-" + i, "", "", "cpu: \"1\", memory: 8Gi, pods: \"20\"", ""));
    }
    controlPlane.create(Yaml.all(objects));
    api.create(ApiServer.PODS, lowPods().stream().map(ForeignPreemptionIT::lowPod).toList());
  }

  private static String lowPod(String name) {
    char node = name.charAt("low-".length());
    return pod(name, "", "nodeName: n-" + node, name.replace("low", "worth"), "240m");
  }

  private static Set<String> lowPods() {
    return IntStream.rangeClosed(1, NODES)
        .boxed()
        .flatMap(i -> IntStream.rangeClosed(1, 4).mapToObj(j -> "low-" + i + "-" + j))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String pod(String name, String labels, String spec, String priority, String cpu) {
    return Yaml.pod(
        name,
        labels,
        spec + ", terminationGracePeriodSeconds: 0, priorityClassName: " + priority,
        Yaml.requests("cpu: " + cpu + ", memory: 64Mi"));
  }

  private static void createUrgent(String name, String mode) {
    String labels = mode.isEmpty() ? "" : "evictions: " + mode;
    api.createOne(
        ApiServer.PODS, pod(name, labels, "schedulerName: " + SCHEDULER, "urgent", "500m"));
  }

  private static String fields(boolean capable, boolean ignorable) {
    return ("extenders: [{urlPrefix: \"http://127.0.0.1:%s/\", preemptVerb: preempt,"
            + " nodeCacheCapable: %s, ignorable: %s, %s}]")
        .formatted(extender.after("listening"), capable, ignorable, FacadeProcess.PATIENT);
  }

  // ---- what comes of it -------------------------------------------------------------------------

  /**
   * @param messages of the pods that the extender got wrong, by what it did
   * @param plan where the last pod is to go, and who has to go for that
   * @param asked what the extender was asked
   */
  private record Outcome(Map<String, String> messages, String plan, Set<String> asked) {}

  private static Outcome run(
      List<String> wrong, String last, Supplier<String> plan, PodHistory history) {
    int before = linesUntilNow().size();
    Map<String, String> messages = new LinkedHashMap<>();
    for (String mode : wrong) {
      createUrgent("urgent-" + mode, mode);
      JsonNode pod = awaitUnfit(history, "urgent-" + mode);
      messages.put(mode, Pods.scheduled(pod).path("message").asText());
      api.deletePod("urgent-" + mode);
    }
    createUrgent("urgent", last);
    String planned = plan.get();
    Set<String> asked =
        linesUntilNow().stream()
            .skip(before)
            .filter(line -> line.startsWith("preempt "))
            .collect(Collectors.toCollection(TreeSet::new));
    return new Outcome(messages, planned, asked);
  }

  /** What it was asked may be answered, and seen in the cluster, before its line is read here. */
  private static List<String> linesUntilNow() {
    String mark = "mark " + UUID.randomUUID();
    Probe.answer(
        URI.create(
            "http://127.0.0.1:" + extender.after("listening") + "/" + mark.replace(' ', '/')),
        "");
    extender.awaitLine(mark);
    return extender.lines();
  }

  private static JsonNode awaitUnfit(PodHistory history, String name) {
    List<JsonNode> found = new ArrayList<>();
    history.awaitThat(
        pods -> {
          found.clear();
          pods.stream()
              .filter(pod -> Pods.name(pod).equals(name) && Pods.isUnschedulable(pod))
              .forEach(found::add);
          assertThat(found).as(name).hasSize(1);
        });
    return found.getFirst();
  }

  /** kube-scheduler carries its plan out. */
  private static Outcome ofStock(List<String> wrong, String last, String fields) throws Exception {
    fill();
    try (KubeSchedulerProcess _ = KubeSchedulerProcess.start(controlPlane, directory, fields);
        PodHistory history = PodHistory.of(api)) {
      return run(
          wrong,
          last,
          () -> {
            history.awaitBound("urgent");
            Map<String, String> nodes = new HashMap<>();
            history.live().forEach(pod -> nodes.put(Pods.name(pod), Pods.node(pod)));
            Set<String> gone = lowPods();
            gone.removeAll(nodes.keySet());
            return nodes.get("urgent") + " without " + gone;
          },
          history);
    }
  }

  private static String nameOf(String key) {
    return key.substring(key.indexOf('/') + 1);
  }

  /** Berth says it. */
  private static Outcome ofBerth(List<String> wrong, String last, String fields) throws Exception {
    fill();
    try (BerthTwin berth = BerthTwin.start(controlPlane, directory, fields);
        PodHistory history = PodHistory.of(api)) {
      return run(
          wrong,
          last,
          () -> {
            JsonNode plan = berth.plan(awaitUnfit(history, "urgent"));
            Set<String> victims = new TreeSet<>();
            plan.path("mostImportant")
                .forEach(victim -> victims.add(nameOf(victim.path("pod").asText())));
            return plan.path("node").asText() + " without " + victims;
          },
          history);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void bothAskTheSame_andPlanTheSame_andSayTheSameOfNonsense(boolean capable) throws Exception {
    Outcome want = ofStock(WRONG, "", fields(capable, false));
    Outcome got = ofBerth(WRONG, "", fields(capable, false));

    assertThat(got.messages()).isEqualTo(want.messages());
    assertThat(got.plan()).isEqualTo(want.plan());
    assertThat(got.asked()).isEqualTo(want.asked());
    assertThat(want.plan()).isEqualTo("n-4 without [low-4-1, low-4-2]");
    assertThat(want.messages().get("none")).endsWith("no candidate node for preemption");
    assertThat(want.asked()).hasSizeGreaterThan(WRONG.size());
  }

  /** What it gets wrong is passed over, so it is the cheapest node that loses its pods. */
  @Test
  void anExtenderThatMayFail_isPassedOver() throws Exception {
    String fields = fields(true, true);
    Outcome want = ofStock(List.of(), "stranger", fields);
    assertThat(ofBerth(List.of(), "stranger", fields)).isEqualTo(want);
    assertThat(want.plan()).isEqualTo("n-1 without [low-1-1, low-1-2]");
  }
}
