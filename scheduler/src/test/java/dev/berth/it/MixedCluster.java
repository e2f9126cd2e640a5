package dev.berth.it;

import static dev.berth.it.Yaml.hostPort;
import static dev.berth.it.Yaml.limits;
import static dev.berth.it.Yaml.nodeAffinity;
import static dev.berth.it.Yaml.requests;
import static dev.berth.it.Yaml.required;
import static dev.berth.it.Yaml.requiredNode;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Fifty nodes and three hundred pods of every kind that can be decided from nodes alone, as YAML.
 * Each pod carries what becomes of it in its label {@code fate}.
 *
 * <p>Threading: immutable.
 */
final class MixedCluster {

  static final String GATE = "example.com/wait";

  /** What becomes of a pod once everything in the cluster has come to rest. */
  enum Fate {
    /** There is room for it, whatever else happens. */
    FITS,
    /** More ask for that room than there is. */
    CONTENDS,
    /** No node could ever take it. */
    FITS_NOWHERE,
    /** Nobody opens its gate. */
    GATED,
    /** It belongs to another scheduler. */
    NOT_OURS
  }

  static final String CLASSES =
      """
      apiVersion: scheduling.k8s.io/v1
      kind: PriorityClass
      metadata: {name: high}
      value: 1000
      ---
      apiVersion: node.k8s.io/v1
      kind: RuntimeClass
      metadata: {name: heavy}
      handler: heavy
      overhead: {podFixed: {cpu: 250m, memory: 64Mi}}
      scheduling: {nodeSelector: {zone: b}}
      """;

  static final int NODES = 50;
  static final int PODS = 300;
  private static final int LATE_NODES = 5;
  private static final int LATE_ONE_IN = 3;

  private final SplittableRandom random;
  private final List<String> early = new ArrayList<>();
  private final List<String> late = new ArrayList<>();

  MixedCluster(long seed) {
    random = new SplittableRandom(seed);
    addPodsThatFit();
    addPodsThatContend();
    addPodsThatFitNowhere();
    addPodsThatAreGated();
    addPodsOfOthers();
    while (pods() < PODS) {
      add(Fate.FITS, "plain", 1, "", requests(randomCpu() + ", " + randomMemory()));
    }
    if (pods() != PODS) {
      throw new IllegalStateException("There are too many pods of special kinds");
    }
  }

  String earlyNodes() {
    return nodes(0, NODES - LATE_NODES);
  }

  String lateNodes() {
    return nodes(NODES - LATE_NODES, NODES);
  }

  /** Those that are there before Berth is. */
  String earlyPods() {
    return Yaml.all(early);
  }

  String latePods() {
    return Yaml.all(late);
  }

  // ---- nodes -----------------------------------------------------------------------------------

  private static String nodes(int from, int to) {
    return Yaml.all(IntStream.range(from, to).mapToObj(MixedCluster::node).toList());
  }

  private static String node(int number) {
    String labels = "zone: " + "abcde".charAt(number % 5) + ", rank: \"" + number + "\"";
    String cpu = "\"8\"";
    String pods = "\"110\"";
    String spec = "";
    String status = "";
    String more = "";
    if (number < 4) {
      labels += ", pool: ports";
    } else if (number < 8) {
      labels += ", pool: tight";
      cpu = "4100m";
    } else if (number < 10) {
      labels += ", pool: crowd";
      pods = "\"3\"";
    } else if (number < 14) {
      labels += ", pool: gpu";
      spec = "taints: [{key: example.com/gpu, value: \"true\", effect: NoSchedule}]";
      more = ", example.com/gpu: \"4\"";
    } else if (number < 16) {
      labels += ", pool: cordoned";
      spec = "unschedulable: true";
    } else if (number < 18) {
      labels += ", pool: batch";
      spec = "taints: [{key: dedicated, value: batch, effect: NoExecute}]";
    } else if (number < 20) {
      spec = "taints: [{key: slow, effect: PreferNoSchedule}]";
    } else if (number < 23) {
      status = "declaredFeatures: [RestartAllContainersOnContainerExits]";
    } else if (number < 26) {
      labels += ", disk: ssd";
      status = "images: [{names: [\"registry.example/big:1\"], sizeBytes: 900000000}]";
    } else if (number < 28) {
      more = ", hugepages-2Mi: 64Mi";
    } else if (number == NODES - 1) {
      labels += ", pool: late";
    }
    return Yaml.node(
        String.format(Locale.ROOT, "node-%02d", number),
        labels,
        spec,
        "cpu: " + cpu + ", memory: 16Gi, ephemeral-storage: 100Gi, pods: " + pods + more,
        status);
  }

  // ---- pods ------------------------------------------------------------------------------------

  private void addPodsThatFit() {
    add(Fate.FITS, "small", 20, "", requests("cpu: 50m, memory: 32Mi"));
    add(Fate.FITS, "without-requests", 15, "", "");
    add(Fate.FITS, "large", 6, "priorityClassName: high", requests("cpu: \"3\", memory: 4Gi"));
    add(Fate.FITS, "ephemeral", 4, "", requests("ephemeral-storage: 20Gi"));
    add(Fate.FITS, "hugepages", 4, "", limits("cpu: 100m, memory: 64Mi, hugepages-2Mi: 8Mi"));
    add(Fate.FITS, "zone", 10, "nodeSelector: {zone: c}", requests(randomCpu()));
    add(Fate.FITS, "image", 4, "", "image: \"registry.example/big:1\"");
    add(Fate.FITS, "overhead", 8, "runtimeClassName: heavy", requests("cpu: 200m, memory: 64Mi"));
    add(
        Fate.FITS,
        "pod-level",
        8,
        "resources: {requests: {cpu: \"1\", memory: 512Mi}}",
        requests("cpu: 100m, ephemeral-storage: 1Gi"));
    add(
        Fate.FITS,
        "init",
        8,
        "initContainers: [{name: first, image: i, resources: {requests: {cpu: \"2\"}}},"
            + " {name: second, image: i, resources: {requests: {memory: 1Gi}}}]",
        requests("cpu: 100m, memory: 64Mi"));
    add(
        Fate.FITS,
        "sidecar",
        8,
        "initContainers: [{name: side, image: i, restartPolicy: Always,"
            + " resources: {requests: {cpu: 300m}}},"
            + " {name: init, image: i, resources: {requests: {cpu: 500m, memory: 256Mi}}}]",
        requests("cpu: 400m, memory: 64Mi"));
    add(Fate.FITS, "required", 6, required("{key: zone, operator: In, values: [a, d]}"), "");
    add(
        Fate.FITS,
        "required-rank",
        6,
        required(
            "{key: rank, operator: Gt, values: [\"29\"]}, {key: rank, operator: Lt, values:"
                + " [\"35\"]}, {key: pool, operator: DoesNotExist}"),
        requests("cpu: 100m"));
    add(Fate.FITS, "required-not", 4, required("{key: zone, operator: NotIn, values: [b]}"), "");
    add(Fate.FITS, "field", 4, requiredNode("node-33"), requests("cpu: 100m"));
    add(
        Fate.FITS,
        "preferred",
        6,
        nodeAffinity(
            "preferredDuringSchedulingIgnoredDuringExecution: [{weight: 100, preference:"
                + " {matchExpressions: [{key: disk, operator: Exists}]}}]"),
        requests("cpu: 100m, memory: 64Mi"));
    add(
        Fate.FITS,
        "batch",
        6,
        "nodeSelector: {pool: batch}, tolerations: [{key: dedicated, value: batch}]",
        requests("cpu: 100m"));
    add(
        Fate.FITS,
        "on-cordoned",
        3,
        "nodeSelector: {pool: cordoned}, tolerations: [{operator: Exists}]",
        "");
    add(
        Fate.FITS,
        "feature",
        4,
        "restartPolicy: Never",
        "restartPolicy: Never, restartPolicyRules: [{action: RestartAllContainers,"
            + " exitCodes: {operator: In, values: [42]}}]");
    add(Fate.FITS, "udp-port", 3, "nodeSelector: {pool: ports}", hostPort("8080, protocol: UDP"));
    add(Fate.FITS, "late-node", 4, "nodeSelector: {pool: late}", requests("cpu: 100m"));
    add(
        Fate.FITS,
        "gate-opens",
        6,
        "schedulingGates: [{name: " + GATE + "}]",
        requests("cpu: 100m"));
  }

  private void addPodsThatContend() {
    addEarly(Fate.CONTENDS, "tight", 12, "nodeSelector: {pool: tight}", requests("cpu: \"1\""));
    addEarly(
        Fate.CONTENDS,
        "tight-high",
        12,
        "nodeSelector: {pool: tight}, priorityClassName: high",
        requests("cpu: \"1\""));
    add(Fate.CONTENDS, "crowd", 8, "nodeSelector: {pool: crowd}", "");
    add(Fate.CONTENDS, "port", 8, "nodeSelector: {pool: ports}", hostPort("8080"));
    String onGpu = "tolerations: [{key: example.com/gpu, operator: Exists}]";
    add(Fate.CONTENDS, "gpu", 12, onGpu, limits("example.com/gpu: 1"));
    add(Fate.CONTENDS, "gpus", 4, onGpu, limits("cpu: \"1\", example.com/gpu: 3"));
  }

  private void addPodsThatFitNowhere() {
    add(Fate.FITS_NOWHERE, "big", 6, "", requests("cpu: \"9\""));
    add(Fate.FITS_NOWHERE, "big-memory", 2, "", requests("cpu: 10m, memory: 17Gi"));
    add(Fate.FITS_NOWHERE, "big-overhead", 2, "runtimeClassName: heavy", requests("cpu: 7800m"));
    add(
        Fate.FITS_NOWHERE,
        "big-init",
        2,
        "initContainers: [{name: i, image: i, resources: {requests: {cpu: 8100m}}}]",
        requests("cpu: 100m"));
    add(Fate.FITS_NOWHERE, "unknown", 2, "", limits("example.com/none: 1"));
    add(Fate.FITS_NOWHERE, "unmatched-name", 4, "nodeSelector: {kubernetes.io/hostname: none}", "");
    add(Fate.FITS_NOWHERE, "unmatched", 6, "nodeSelector: {zone: nowhere}", "");
    add(
        Fate.FITS_NOWHERE,
        "unmatched-rank",
        2,
        required("{key: rank, operator: Gt, values: [\"99\"]}"),
        "");
    add(Fate.FITS_NOWHERE, "unmatched-field", 2, requiredNode("node-99"), "");
  }

  private void addPodsThatAreGated() {
    add(Fate.GATED, "gated", 4, "schedulingGates: [{name: example.com/never}]", "");
  }

  private void addPodsOfOthers() {
    add(Fate.NOT_OURS, "of-default", 6, "schedulerName: default-scheduler", requests(randomCpu()));
    add(Fate.NOT_OURS, "of-stranger", 4, "schedulerName: stranger", requests("cpu: \"100\""));
    // Placed by others, and therefore room that is taken.
    addEarly(
        Fate.NOT_OURS,
        "on-port",
        1,
        "schedulerName: stranger, nodeName: node-00",
        hostPort("8080"));
    addEarly(
        Fate.NOT_OURS,
        "on-tight",
        1,
        "schedulerName: stranger, nodeName: node-04",
        requests("cpu: 1500m"));
  }

  private void add(Fate fate, String kind, int count, String spec, String container) {
    for (int i = 0; i < count; i++) {
      List<String> to = random.nextInt(LATE_ONE_IN) == 0 ? late : early;
      to.add(pod(fate, kind, pods(), spec, container));
    }
  }

  private void addEarly(Fate fate, String kind, int count, String spec, String container) {
    for (int i = 0; i < count; i++) {
      early.add(pod(fate, kind, pods(), spec, container));
    }
  }

  private int pods() {
    return early.size() + late.size();
  }

  private static String pod(Fate fate, String kind, int number, String spec, String container) {
    return Yaml.pod(
        kind.toLowerCase(Locale.ROOT) + "-" + number,
        "fate: " + fate + ", kind: " + kind,
        spec,
        container);
  }

  private String randomCpu() {
    return "cpu: " + (1 + random.nextInt(12)) * 50 + "m";
  }

  private String randomMemory() {
    return "memory: " + (1 + random.nextInt(16)) * 32 + "Mi";
  }
}
