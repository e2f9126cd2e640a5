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
    String affinity() {
      return "\"nodeAffinity\": {\"requiredDuringSchedulingIgnoredDuringExecution\": {\"nodeSelectorTerms\": [%s]}}"
          .formatted(TWO_ZONES);
    }
  },

  /** Pods that prefer two of three zones: scores are normalised against the highest. */
  PREFERRED_NODE_AFFINITY(
      "SchedulingPreferredNodeAffinity",
      "pods with preferred node affinity to two of three zones") {
    @Override
    String affinity() {
      return "\"nodeAffinity\": {\"preferredDuringSchedulingIgnoredDuringExecution\": [{\"weight\": 1, \"preference\": %s}]}"
          .formatted(TWO_ZONES);
    }
  },

  /** Pods that must be spread over zones: counted over all nodes for each pod. */
  TOPOLOGY_SPREADING("TopologySpreading", "pods that must be spread over zones") {
    @Override
    String label() {
      return COLOR;
    }

    @Override
    String spread() {
      return SPREAD.formatted("DoNotSchedule");
    }
  },

  /** Pods that should be spread over zones. */
  PREFERRED_TOPOLOGY_SPREADING(
      "PreferredTopologySpreading", "pods that should be spread over zones") {
    @Override
    String label() {
      return COLOR;
    }

    @Override
    String spread() {
      return SPREAD.formatted("ScheduleAnyway");
    }
  },

  /** Pods that must be in a zone where one of them is. */
  POD_AFFINITY("SchedulingPodAffinity", "pods that must be in a zone where one of them is") {
    @Override
    String label() {
      return COLOR;
    }

    @Override
    String affinity() {
      return "\"podAffinity\": {\"requiredDuringSchedulingIgnoredDuringExecution\": [%s]}"
          .formatted(TERM.formatted("topology.kubernetes.io/zone"));
    }
  },

  /** Pods of which a node has one at most: give it more nodes than pods. */
  POD_ANTI_AFFINITY(
      "SchedulingPodAntiAffinity",
      "pods of which each node has one at most; more nodes than pods") {
    @Override
    String label() {
      return COLOR;
    }

    @Override
    String affinity() {
      return "\"podAntiAffinity\": {\"requiredDuringSchedulingIgnoredDuringExecution\": [%s]}"
          .formatted(TERM.formatted("kubernetes.io/hostname"));
    }
  },

  /** Pods that would rather be on nodes where others of them are. */
  PREFERRED_POD_AFFINITY(
      "SchedulingPreferredPodAffinity", "pods that prefer nodes with others of them") {
    @Override
    String label() {
      return COLOR;
    }

    @Override
    String affinity() {
      return "\"podAffinity\": {%s}".formatted(PREFERRED);
    }
  },

  /** Pods that would rather be on nodes where none of them is. */
  PREFERRED_POD_ANTI_AFFINITY(
      "SchedulingPreferredPodAntiAffinity", "pods that prefer nodes without others of them") {
    @Override
    String label() {
      return COLOR;
    }

    @Override
    String affinity() {
      return "\"podAntiAffinity\": {%s}".formatted(PREFERRED);
    }
  },

  /** Pods with a claim each that is bound to a CSI volume, and nodes that can attach 39 of them. */
  CSI_PVS("SchedulingCSIPVs", "pods with a claim each, bound to a volume of a CSI driver") {
    @Override
    String volumes(String pod) {
      return "{\"name\": \"vol\", \"persistentVolumeClaim\": {\"claimName\": \"%s\"}}"
          .formatted(StorageTemplates.claimOf(pod));
    }

    @Override
    String allocatable() {
      return "\"attachable-volumes-csi-%s\": \"%d\", "
          .formatted(StorageTemplates.DRIVER, StorageTemplates.VOLUMES_OF_A_NODE);
    }
  },

  /** Pods for which three of four others would have to go on any node; nobody evicts these. */
  PREEMPTION_BASIC(
      "PreemptionBasic",
      "pods of high priority on full nodes; give it four placed pods for each node") {
    @Override
    String requests(int pod, RandomGenerator random) {
      return resources(3000, 500L << 10);
    }

    @Override
    String placedRequests(int pod, RandomGenerator random) {
      return resources(900, 500L << 10);
    }

    @Override
    int priority(int pod) {
      return 10;
    }
  },

  /** Among pods that fit, one of ten of high priority that no node can ever hold. */
  UNSCHEDULABLE(
      "Unschedulable",
      "one pod of ten of high priority and larger than every node, the rest fits") {
    @Override
    String requests(int pod, RandomGenerator random) {
      return isTooLarge(pod) ? resources(9000, 500L << 10) : super.requests(pod, random);
    }

    @Override
    int priority(int pod) {
      return isTooLarge(pod) ? 10 : 0;
    }

    private static boolean isTooLarge(int pod) {
      return pod % 10 == 0;
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

  private static final String COLOR = "\"color\": \"blue\", ";
  private static final String OF_THE_COLOR =
      "\"labelSelector\": {\"matchLabels\": {\"color\": \"blue\"}}";
  private static final String TERM = "{\"topologyKey\": \"%s\", " + OF_THE_COLOR + "}";
  private static final String PREFERRED =
      "\"preferredDuringSchedulingIgnoredDuringExecution\": [{\"weight\": 1, \"podAffinityTerm\": %s}]"
          .formatted(TERM.formatted("kubernetes.io/hostname"));
  private static final String SPREAD =
      "{\"maxSkew\": 5, \"topologyKey\": \"topology.kubernetes.io/zone\", \"whenUnsatisfiable\":"
          + " \"%s\", "
          + OF_THE_COLOR
          + "}";

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

  /** As {@link #requests}, of the pods that are on nodes already. */
  String placedRequests(int pod, RandomGenerator random) {
    return requests(pod, random);
  }

  /** The priority of the pod with this number; pods on nodes have 0. */
  int priority(int pod) {
    return 0;
  }

  /** One more label of the pods, with a comma behind it, or nothing. */
  String label() {
    return "";
  }

  /** The inside of the pods' {@code affinity}, empty for none. */
  String affinity() {
    return "";
  }

  /** The inside of the pods' {@code topologySpreadConstraints}, empty for none. */
  String spread() {
    return "";
  }

  /** The inside of the pods' {@code volumes}, empty for none. */
  String volumes(String pod) {
    return "";
  }

  /** More of what nodes have, with a comma behind it, or nothing. */
  String allocatable() {
    return "";
  }

  /** Whether each pod has a claim and each node a CSI driver. */
  public final boolean hasVolumes() {
    return !volumes("pod").isEmpty();
  }

  private static String resources(int milliCpu, long memoryKibibytes) {
    return "\"cpu\": \"%dm\", \"memory\": \"%dKi\"".formatted(milliCpu, memoryKibibytes);
  }
}
