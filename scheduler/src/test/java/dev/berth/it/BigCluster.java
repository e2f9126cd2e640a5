package dev.berth.it;

import static dev.berth.it.Yaml.fields;
import static dev.berth.it.Yaml.hostPort;
import static dev.berth.it.Yaml.limits;
import static dev.berth.it.Yaml.requests;
import static dev.berth.it.Yaml.required;
import static dev.berth.it.Yaml.requiredTerms;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Five hundred random nodes and two thousand random pods, as YAML: everything that nodes alone
 * decide, mixed at random, with room that is scarce in places. What has to become of a pod is for
 * {@link RestJudge} to say.
 *
 * <p>Threading: one per test.
 */
final class BigCluster {

  static final int NODES = 500;
  static final int PODS = 2000;

  /** Of each kind: a node that nobody may use becomes usable, a pod that is gated is let go. */
  static final String OPENS = "opens";

  private static final List<String> ZONES = List.of("a", "b", "c", "d");
  private static final List<String> COLOURS = List.of("red", "green", "blue");
  private static final List<String> EFFECTS =
      List.of("NoSchedule", "NoExecute", "PreferNoSchedule");
  private static final int SCARCE_PLACES = 20;

  private final SplittableRandom random;

  BigCluster(long seed) {
    random = new SplittableRandom(seed);
  }

  // ---- nodes -----------------------------------------------------------------------------------

  List<String> nodes() {
    return IntStream.range(0, NODES).mapToObj(this::node).toList();
  }

  private String node(int number) {
    boolean scarce = number % (NODES / SCARCE_PLACES) == 0;
    boolean large = !scarce && random.nextBoolean();
    boolean cordoned = !scarce && oneIn(12);
    List<String> labels = new ArrayList<>();
    labels.add("zone: " + any(ZONES));
    labels.add("rank: \"" + number + "\"");
    labels.add("cpus: \"" + (large ? 16 : 4) + "\"");
    if (scarce) {
      labels.add("pool: scarce");
    }
    if (oneIn(3)) {
      labels.add("disk: " + (oneIn(2) ? "ssd" : "hdd"));
    }
    if (cordoned && oneIn(2)) {
      labels.add(OPENS + ": \"true\"");
    }
    return Yaml.node(
        "node-" + number,
        String.join(", ", labels),
        fields(
            cordoned ? "unschedulable: true" : "",
            !scarce && oneIn(8)
                ? "taints: [{key: colour, value: %s, effect: %s}]"
                    .formatted(any(COLOURS), any(EFFECTS))
                : ""),
        fields(
            large ? "cpu: \"16\", memory: 64Gi" : "cpu: \"4\", memory: 8Gi",
            "ephemeral-storage: " + (oneIn(10) ? "1Gi" : "100Gi"),
            "pods: \"" + (oneIn(10) ? 3 : 110) + "\"",
            oneIn(6) ? "example.com/gpu: \"" + (1 + random.nextInt(4)) + "\"" : ""),
        oneIn(5) ? "declaredFeatures: [RestartAllContainersOnContainerExits]" : "");
  }

  // ---- pods ------------------------------------------------------------------------------------

  /** Pods of another scheduler, on their nodes from the start. */
  List<String> placedPods(int count) {
    return IntStream.range(0, count)
        .mapToObj(
            number ->
                Yaml.pod(
                    "placed-" + number,
                    "",
                    "schedulerName: other, nodeName: node-" + number * (NODES / count),
                    fields(requests(small()), oneIn(3) ? hostPort("8080") : "")))
        .toList();
  }

  List<String> pods(int from, int to) {
    return IntStream.range(from, to).mapToObj(this::pod).toList();
  }

  private String pod(int number) {
    int draw = random.nextInt(100);
    if (draw < 4) {
      return pod("other", number, "schedulerName: other", requests(small()));
    }
    if (draw < 7) {
      return pod("gated", number, "schedulingGates: [{name: a.example/never}]", requests(small()));
    }
    if (draw < 9) {
      return pod(OPENS, number, "schedulingGates: [{name: a.example/later}]", requests(small()));
    }
    if (draw < 14) {
      return hopelessPod(number);
    }
    return draw < 32 ? scarcePod(number) : mixedPod(number);
  }

  private String hopelessPod(int number) {
    return switch (random.nextInt(6)) {
      case 0 -> pod("hopeless", number, "", requests("cpu: 16001m"));
      case 1 -> pod("hopeless", number, "nodeSelector: {zone: e}", requests(small()));
      case 2 -> pod("hopeless", number, "nodeSelector: {cpus: \"4\"}", requests("memory: 9Gi"));
      case 3 -> pod("hopeless", number, "", limits("example.com/gpu: 5"));
      case 4 ->
          pod(
              "hopeless",
              number,
              required("{key: rank, operator: Gt, values: [\"" + NODES + "\"]}"),
              "");
      default ->
          pod(
              "hopeless",
              number,
              "nodeSelector: {cpus: \"16\"}, initContainers: [{name: i, image: i, resources:"
                  + " {requests: {cpu: \"17\"}}}]",
              requests(small()));
    };
  }

  /** One of many more than there are places for. */
  private String scarcePod(int number) {
    String priority = oneIn(4) ? "priorityClassName: high" : "";
    return switch (random.nextInt(3)) {
      case 0 ->
          pod(
              "scarce",
              number,
              fields(priority, "nodeSelector: {pool: scarce}"),
              requests("cpu: " + (1 + random.nextInt(3))));
      case 1 ->
          pod(
              "scarce",
              number,
              fields(priority, "nodeSelector: {pool: scarce}"),
              hostPort(any(List.of("8080", "8081", "8080, protocol: UDP"))));
      default ->
          pod(
              "scarce",
              number,
              fields(priority, "tolerations: [{operator: Exists}]"),
              limits("example.com/gpu: " + (1 + random.nextInt(4))));
    };
  }

  /** Any number of wishes at once, which may or may not have an answer. */
  private String mixedPod(int number) {
    List<String> spec = new ArrayList<>();
    List<String> container = new ArrayList<>();
    container.add(oneIn(8) ? "" : requests(small()));
    if (oneIn(4)) {
      spec.add(toleration());
    }
    if (oneIn(5)) {
      spec.add("nodeSelector: {" + (oneIn(2) ? "zone: " + any(ZONES) : "disk: ssd") + "}");
    }
    if (oneIn(5)) {
      spec.add(affinity());
    }
    if (oneIn(12)) {
      container.add(hostPort(any(List.of("8080", "9090, hostIP: 10.0.0.1", "9090"))));
    }
    if (oneIn(15)) {
      spec.add("priorityClassName: high");
    }
    if (oneIn(10)) {
      spec.add(
          "initContainers: [{name: side, image: i, restartPolicy: Always, resources: {requests:"
              + " {cpu: 100m}}}, {name: init, image: i, resources: {requests: {cpu: \"2\"}}}]");
    } else if (oneIn(12)) {
      spec.add("resources: {requests: {cpu: \"3\", memory: 5Gi}}");
    } else if (oneIn(15)) {
      spec.add("restartPolicy: Never");
      container.add(
          "restartPolicy: Never, restartPolicyRules: [{action: RestartAllContainers, exitCodes:"
              + " {operator: In, values: [1]}}]");
    }
    return pod(
        "mixed",
        number,
        fields(spec.toArray(String[]::new)),
        fields(container.toArray(String[]::new)));
  }

  private String toleration() {
    return switch (random.nextInt(3)) {
      case 0 -> "tolerations: [{key: colour, value: " + any(COLOURS) + "}]";
      case 1 -> "tolerations: [{key: colour, operator: Exists, effect: " + any(EFFECTS) + "}]";
      default -> "tolerations: [{operator: Exists}]";
    };
  }

  private String affinity() {
    String rank = "[\"" + random.nextInt(NODES) + "\"]";
    return switch (random.nextInt(6)) {
      case 0 -> required("{key: zone, operator: In, values: [" + any(ZONES) + ", b]}");
      case 1 -> required("{key: disk, operator: NotIn, values: [ssd]}");
      case 2 -> required("{key: disk, operator: Exists}, {key: pool, operator: DoesNotExist}");
      case 3 -> required("{key: rank, operator: Gt, values: " + rank + "}");
      case 4 ->
          requiredTerms(
              "{matchExpressions: [{key: rank, operator: Lt, values: %s}]}, {matchExpressions:"
                      .formatted(rank)
                  + " [{key: disk, operator: In, values: [hdd]}]}");
      default ->
          requiredTerms(
              "{matchFields: [{key: metadata.name, operator: %s, values: [node-%d]}]}"
                  .formatted(oneIn(2) ? "In" : "NotIn", random.nextInt(NODES)));
    };
  }

  private static String pod(String kind, int number, String spec, String container) {
    return Yaml.pod(kind + "-" + number, "kind: " + kind, spec, container);
  }

  private String small() {
    return "cpu: %dm, memory: %dMi"
        .formatted(50 * (1 + random.nextInt(40)), 32 * (1 + random.nextInt(60)));
  }

  private boolean oneIn(int n) {
    return random.nextInt(n) == 0;
  }

  private String any(List<String> values) {
    return values.get(random.nextInt(values.size()));
  }
}
