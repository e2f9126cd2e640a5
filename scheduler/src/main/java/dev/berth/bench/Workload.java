package dev.berth.bench;

import dev.berth.config.NearestName;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A named kind of synthetic cluster and of pods that come to it.
 *
 * <p>Nodes and pods are JSON as the API server would send it. Mirrors the workload and templates of
 * the same name in {@code test/integration/scheduler_perf}, Kubernetes 1.36.3, where there is one.
 * Threading: immutable.
 */
public enum Workload {
  /** Pods from one template: after the first one, a decision costs what the last one changed. */
  BASIC("SchedulingBasic", "pods from one template, as scheduler_perf has it"),

  /** Pods from many templates in random order: what is remembered is several pods behind. */
  MANY_TEMPLATES(
      "SchedulingManyTemplates", "pods from 100 templates with requests of their own, shuffled") {
    @Override
    String requests(int pod, RandomGenerator random) {
      int template = random.nextInt(TEMPLATES);
      return resources(50 + template, (500L << 10) + template);
    }
  },

  /** Pods that two of three zones may have: nodes are rejected by a filter that looks at nodes. */
  NODE_AFFINITY(
      "SchedulingNodeAffinity", "pods with required node affinity to two of three zones") {
    @Override
    String nodeAffinity() {
      return "\"requiredDuringSchedulingIgnoredDuringExecution\": {\"nodeSelectorTerms\": [%s]}"
          .formatted(TWO_ZONES);
    }
  },

  /** Pods that prefer two of three zones: scores are normalised against the highest. */
  PREFERRED_NODE_AFFINITY(
      "SchedulingPreferredNodeAffinity",
      "pods with preferred node affinity to two of three zones") {
    @Override
    String nodeAffinity() {
      return "\"preferredDuringSchedulingIgnoredDuringExecution\": [{\"weight\": 1, \"preference\": %s}]"
          .formatted(TWO_ZONES);
    }
  },

  /** No two pods want the same amounts: nothing can be remembered from pod to pod. */
  UNIQUE_REQUESTS(
      "SchedulingUniqueRequests", "no two pods with the same requests: nothing to remember") {
    @Override
    String requests(int pod, RandomGenerator random) {
      return resources(100, (500L << 10) + pod);
    }
  };

  private static final int TEMPLATES = 100;

  private static final String TWO_ZONES =
      """
      {"matchExpressions": [
        {"key": "topology.kubernetes.io/zone", "operator": "In", "values": ["zone-1", "zone-2"]}]}
      """;

  private final String title;
  private final String description;

  Workload(String title, String description) {
    this.title = title;
    this.description = description;
  }

  /** The name that users choose it by. */
  public String title() {
    return title;
  }

  /** Half a sentence for the help. */
  public String description() {
    return description;
  }

  /** Every workload's name. */
  public static List<String> titles() {
    return Arrays.stream(values()).map(Workload::title).toList();
  }

  /**
   * The workload of that name.
   *
   * @throws IllegalArgumentException when there is none; the message names the nearest
   */
  public static Workload of(String title) {
    for (Workload workload : values()) {
      if (workload.title.equals(title)) {
        return workload;
      }
    }
    String nearest = NearestName.of(title, titles());
    throw new IllegalArgumentException(
        "workload '"
            + title
            + "' is not known."
            + (nearest == null
                ? " Known: " + String.join(", ", titles()) + "."
                : " Maybe " + nearest + "?"));
  }

  /** The resources of the pod with this number, as the inside of {@code requests}. */
  String requests(int pod, RandomGenerator random) {
    return resources(100, 500L << 10);
  }

  /** The inside of the pods' {@code affinity.nodeAffinity}, empty for none. */
  String nodeAffinity() {
    return "";
  }

  private static String resources(int milliCpu, long memoryKibibytes) {
    return "\"cpu\": \"%dm\", \"memory\": \"%dKi\"".formatted(milliCpu, memoryKibibytes);
  }
}
