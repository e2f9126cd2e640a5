package dev.berth.it;

import static dev.berth.it.Yaml.fields;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * A random cluster with pods on its nodes, and random pods that fit on none of them, each for one
 * reason at least and often for different ones on different nodes.
 *
 * <p>Threading: one per test.
 */
final class UnfitPods {

  static final int NODES = 30;

  private static final List<String> ZONES = List.of("a", "b", "c");
  private static final List<String> TAINTS = List.of("red", "green");
  private static final List<String> EFFECTS = List.of("NoSchedule", "NoExecute");

  private final SplittableRandom random;

  UnfitPods(long seed) {
    random = new SplittableRandom(seed);
  }

  String nodes() {
    return Yaml.all(IntStream.range(0, NODES).mapToObj(this::node).toList());
  }

  private String node(int number) {
    List<String> spec = new ArrayList<>();
    if (oneIn(6)) {
      spec.add("unschedulable: true");
    }
    if (oneIn(3)) {
      spec.add("taints: [{key: %s, value: v, effect: %s}]".formatted(any(TAINTS), any(EFFECTS)));
    }
    return Yaml.node(
        "node-" + number,
        "zone: " + any(ZONES) + ", rank: \"" + number + "\"",
        fields(spec.toArray(String[]::new)),
        fields(
            "cpu: \"" + (2 + random.nextInt(4)) + "\"",
            "memory: " + (2 + random.nextInt(4)) + "Gi",
            "pods: \"" + (oneIn(4) ? 1 : 20) + "\"",
            oneIn(2) ? "example.com/gpu: 2" : ""),
        oneIn(2) ? "declaredFeatures: [RestartAllContainersOnContainerExits]" : "");
  }

  /** One pod on each node, of a scheduler that is not there, some with a host port. */
  String placedPods() {
    return Yaml.all(
        IntStream.range(0, NODES)
            .mapToObj(
                i ->
                    Yaml.pod(
                        "placed-" + i,
                        "",
                        "schedulerName: nobody, nodeName: node-" + i,
                        fields(
                            Yaml.requests("cpu: " + random.nextInt(2000) + "m, memory: 1Gi"),
                            oneIn(2) ? Yaml.hostPort("80") : "")))
            .toList());
  }

  /** The same pods for every one of the schedulers, with its name before the number. */
  String pods(int count, List<String> schedulers) {
    List<String> pods = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      List<String> spec = new ArrayList<>();
      List<String> container = new ArrayList<>();
      addWhatNarrows(spec, container);
      addWhatNoNodeHas(spec, container);
      for (String scheduler : schedulers) {
        spec.addFirst("schedulerName: " + scheduler);
        pods.add(
            Yaml.pod(
                scheduler + "-" + i,
                "number: \"" + i + "\"",
                fields(spec.toArray(String[]::new)),
                fields(container.toArray(String[]::new))));
        spec.removeFirst();
      }
    }
    return Yaml.all(pods);
  }

  private void addWhatNarrows(List<String> spec, List<String> container) {
    if (oneIn(2)) {
      spec.add("tolerations: [{key: %s, operator: Exists}]".formatted(any(TAINTS)));
    } else if (oneIn(4)) {
      spec.add("tolerations: [{operator: Exists}]");
    }
    if (oneIn(3)) {
      spec.add("nodeSelector: {zone: " + any(ZONES) + "}");
    }
    if (oneIn(3)) {
      container.add(Yaml.hostPort("80"));
    }
  }

  /** Every pod gets one of these, so that it fits nowhere whatever else it asks for. */
  private void addWhatNoNodeHas(List<String> spec, List<String> container) {
    int rank = random.nextInt(NODES);
    switch (random.nextInt(8)) {
      case 0 -> container.add(Yaml.requests("cpu: \"7\", memory: " + random.nextInt(6) + "Gi"));
      case 1 -> container.add(Yaml.requests("memory: 6Gi"));
      case 2 -> container.add(Yaml.limits("cpu: \"1\", example.com/gpu: 3"));
      case 3 -> container.add(Yaml.limits("memory: 1500Mi, example.com/none: 1"));
      case 4 -> spec.add(Yaml.required("{key: rank, operator: Lt, values: [\"0\"]}"));
      case 5 -> {
        spec.add(Yaml.requiredNode("node-" + rank));
        container.add(Yaml.requests("cpu: \"8\""));
      }
      case 6 -> {
        spec.add(Yaml.required("{key: rank, operator: Gt, values: [\"" + rank + "\"]}"));
        container.add(Yaml.requests("ephemeral-storage: 1Gi"));
      }
      default -> {
        spec.add("restartPolicy: Never");
        container.add(
            "restartPolicy: Never, restartPolicyRules: [{action: RestartAllContainers, exitCodes:"
                + " {operator: In, values: [1]}}]");
        container.add(Yaml.requests("cpu: 1500m, ephemeral-storage: 1Mi"));
      }
    }
  }

  private boolean oneIn(int n) {
    return random.nextInt(n) == 0;
  }

  private String any(List<String> values) {
    return values.get(random.nextInt(values.size()));
  }
}
