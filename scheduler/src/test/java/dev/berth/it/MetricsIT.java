package dev.berth.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.FreePort;
import dev.berth.controlplane.ControlPlane;
import dev.berth.metrics.MetricShapes;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What Berth and the real kube-scheduler show of the same work, on one API server.
 *
 * <p>What differs on purpose is what {@code METRICS.md} lists.
 */
final class MetricsIT {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /** So many that a tenth of them has every call that each of them has. */
  private static final int PODS = 120;

  private static final Pattern NAME = Pattern.compile("`(/?[a-z_/]+\\*?)`");

  /**
   * The last plugin of a pod whose plugins are timed: kube-scheduler shows these a second later
   * than all the rest, in their order.
   */
  private static final Pattern BINDER =
      Pattern.compile(
          "(?m)^scheduler_plugin_execution_duration_seconds_count\\{.*\"DefaultBinder\"");

  private static final Pattern LABEL = Pattern.compile("([a-z_]+)=\"([^\"]*)\"");
  private static final Path TABLES = Path.of("METRICS.md");

  private static ControlPlane controlPlane;
  private static String theirs = "";
  private static String ours = "";

  private record Shape(String type, String labels, String bounds) {
    boolean hasSamples() {
      return !labels.equals("-") || !bounds.equals("-");
    }
  }

  @BeforeAll
  static void placePodsWithBoth(@TempDir Path directory) throws Exception {
    controlPlane = ControlPlane.start();
    int theirPort = FreePort.get();
    int ourPort = FreePort.get();
    for (String node : List.of("n1", "n2")) {
      controlPlane.apply(
          """
          apiVersion: v1
          kind: Node
          metadata: {name: %s}
          status: {allocatable: {cpu: "400", memory: 8Gi, pods: "1000"}}
          """
              .formatted(node));
    }
    try (KubeSchedulerProcess kubeScheduler =
            KubeSchedulerProcess.launch(kubeScheduler(theirPort));
        BerthProcess berth = BerthProcess.start(berth(directory, ourPort));
        HttpClient client =
            HttpClient.newBuilder()
                .sslContext(Probe.believingAnything(controlPlane.adminKeys()))
                .build()) {
      controlPlane.apply(pods("default-scheduler") + pods("berth"));
      theirs = await(client, theirPort, "default-scheduler", kubeScheduler);
      ours = await(client, ourPort, "berth", berth);
    }
  }

  @AfterAll
  static void stop() {
    controlPlane.close();
  }

  private static ProcessBuilder kubeScheduler(int port) {
    String kubeconfig = controlPlane.kubeconfig().toString();
    return new ProcessBuilder(
        controlPlane.binary("kube-scheduler").toString(),
        "--kubeconfig=" + kubeconfig,
        "--authentication-kubeconfig=" + kubeconfig,
        "--authorization-kubeconfig=" + kubeconfig,
        "--leader-elect=false",
        "--bind-address=127.0.0.1",
        "--secure-port=" + port);
  }

  private static ProcessBuilder berth(Path directory, int port) throws IOException {
    Path config =
        Files.writeString(
            directory.resolve("berth.yaml"),
            """
            apiVersion: kubescheduler.config.k8s.io/v1
            kind: KubeSchedulerConfiguration
            clientConnection: {qps: 1000, burst: 1000}
            leaderElection: {leaderElect: false}
            """);
    return BerthProcess.ofClasses(
        "--config=" + config,
        "--kubeconfig=" + controlPlane.kubeconfig(),
        "--bind-address=127.0.0.1",
        "--secure-port=" + port);
  }

  /** Many that fit, one that is too large, one that is gated. */
  private static String pods(String scheduler) {
    String fit =
        IntStream.range(0, PODS)
            .mapToObj(i -> pod(scheduler + "-" + i, scheduler, "", "1m"))
            .collect(Collectors.joining());
    return fit
        + pod(scheduler + "-large", scheduler, "", "4k")
        + pod(scheduler + "-gated", scheduler, "schedulingGates: [{name: a.b/c}],", "1m");
  }

  private static String pod(String name, String scheduler, String more, String cpu) {
    return """
    ---
    apiVersion: v1
    kind: Pod
    metadata: {name: %s}
    spec: {schedulerName: %s, %s containers: [{name: c, image: i, resources: {requests: {cpu: %s}}}]}
    """
        .formatted(name, scheduler, more, cpu);
  }

  /** The page, as soon as it shows that all is done. */
  private static String await(
      HttpClient client, int port, String profile, LoggedProcess scheduler) {
    List<String> wanted =
        List.of(
            "scheduler_schedule_attempts_total{profile=\"%s\",result=\"scheduled\"} %d"
                .formatted(profile, PODS),
            "scheduler_event_handling_duration_seconds_count{event=\"UnschedulablePodDelete\"} "
                + PODS,
            "scheduler_event_handling_duration_seconds_count{event=\"UnschedulablePodUpdate\"} ",
            "scheduler_event_handling_duration_seconds_count{event=\"AssignedPodAdd\"} "
                + 2 * PODS);
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      String page = page(client, port);
      if (wanted.stream().allMatch(page::contains) && BINDER.matcher(page).find()) {
        return page;
      }
      assertThat(System.nanoTime())
          .as("%s is still not done: %s\n%s", profile, page, scheduler.log())
          .isLessThan(deadline);
    }
  }

  private static String page(HttpClient client, int port) {
    try {
      HttpResponse<String> answer =
          client.send(
              HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + port + "/metrics")).build(),
              BodyHandlers.ofString());
      return answer.statusCode() == 200 ? answer.body() : "";
    } catch (IOException notYet) {
      return "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted", e);
    }
  }

  private static Map<String, Shape> shapes(String page) {
    Map<String, Shape> shapes = new HashMap<>();
    for (String line : MetricShapes.of(page)) {
      String[] words = line.split(" ", 4);
      shapes.put(words[1], new Shape(words[0], words[2], words[3]));
    }
    return shapes;
  }

  /** What the first column of one of the document's tables names. */
  private static Predicate<String> listed(String title) throws IOException {
    String document = Files.readString(TABLES);
    String table = document.substring(document.indexOf("## " + title)).split("\n## ", 2)[0];
    List<Pattern> names =
        table
            .lines()
            .filter(line -> line.startsWith("| `"))
            .map(line -> line.substring(0, line.indexOf(" |")))
            .flatMap(column -> NAME.matcher(column).results())
            .map((MatchResult name) -> Pattern.compile(name.group(1).replace("*", ".*")))
            .toList();
    assertThat(names).hasSizeGreaterThan(10);
    return metric -> names.stream().anyMatch(name -> name.matcher(metric).matches());
  }

  @Test
  void metricsOfBoth_haveOneForm() {
    Map<String, Shape> mine = shapes(ours);
    Set<String> compared = new TreeSet<>();
    shapes(theirs)
        .forEach(
            (name, want) -> {
              Shape shape = mine.get(name);
              if (shape != null) {
                assertThat(shape.type()).as(name).isEqualTo(want.type());
                if (want.hasSamples() && shape.hasSamples()) {
                  assertThat(shape).as(name).isEqualTo(want);
                  compared.add(name);
                }
              }
            });
    assertThat(compared)
        .contains(
            "rest_client_requests_total",
            "rest_client_request_duration_seconds",
            "rest_client_rate_limiter_duration_seconds",
            "scheduler_event_handling_duration_seconds",
            "scheduler_framework_extension_point_duration_seconds",
            "scheduler_plugin_execution_duration_seconds",
            "scheduler_scheduling_attempt_duration_seconds")
        .hasSizeGreaterThan(15);
  }

  @Test
  void metricsOfOnlyOne_areListedInTheDocument() throws IOException {
    Predicate<String> absent = listed("Absent, and why");
    Predicate<String> same = listed("Same as kube-scheduler's");
    Set<String> mine = shapes(ours).keySet();
    Set<String> real = shapes(theirs).keySet();
    assertThat(real.stream().filter(name -> !mine.contains(name) && !name.startsWith("process_")))
        .allMatch(absent);
    assertThat(mine).noneMatch(absent);
    assertThat(
            mine.stream().filter(name -> !real.contains(name) && !name.matches("(berth|jvm)_.*")))
        .allMatch(same);
  }

  /** The labels of each series of a histogram, in one order. */
  private static Set<String> series(String page, String metric) {
    return page.lines()
        .filter(line -> line.startsWith(metric + "_count{"))
        .map(
            line ->
                LABEL
                    .matcher(line)
                    .results()
                    .map(label -> label.group(1) + "=" + label.group(2))
                    .sorted()
                    .collect(Collectors.joining(" ")))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void changesOfTheCluster_areCountedAsTheSameEvents() {
    String metric = "scheduler_event_handling_duration_seconds";
    assertThat(series(ours, metric)).isEqualTo(series(theirs, metric)).hasSizeGreaterThan(4);
  }

  /**
   * Without the pod that does not fit, which may be no sample in one of them. Berth has no Sign,
   * and counts images in a PreScore.
   */
  @Test
  void pluginsAreTimed_withTheSameLabels() {
    String metric = "scheduler_plugin_execution_duration_seconds";
    Predicate<String> ofThePodsThatFit =
        labels ->
            labels.matches(".*status=(Success|Skip)")
                && !labels.contains("=Sign ")
                && !labels.contains("=PreScore plugin=ImageLocality ");
    assertThat(series(ours, metric).stream().filter(ofThePodsThatFit))
        .containsExactlyElementsOf(
            series(theirs, metric).stream().filter(ofThePodsThatFit).toList())
        .hasSizeGreaterThan(30);
  }

  @Test
  void requests_areOfTheSameHost() {
    String metric = "rest_client_request_duration_seconds";
    assertThat(series(ours, metric)).isNotEmpty().isSubsetOf(series(theirs, metric));
  }
}
