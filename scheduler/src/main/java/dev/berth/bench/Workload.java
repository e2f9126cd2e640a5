package dev.berth.bench;

import dev.berth.bench.PodTemplate.Part;
import dev.berth.config.NearestName;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A named kind of synthetic cluster and of pods that come to it.
 *
 * <p>Mirrors the workload of the same name in {@code test/integration/scheduler_perf}, Kubernetes
 * 1.36.3, where there is one. Threading: immutable.
 */
public enum Workload {
  /** After the first pod, a decision costs what the last one changed. */
  BASIC("SchedulingBasic", "pods from one template", WorkloadShape.of(PodTemplate.PLAIN)),

  /** What is remembered is several pods behind. */
  MANY_TEMPLATES(
      "SchedulingManyTemplates",
      "pods from 100 templates with requests of their own, shuffled",
      WorkloadShape.of(PodTemplates.SHUFFLED_REQUESTS)),

  /** Nothing can be remembered from pod to pod. */
  UNIQUE_REQUESTS(
      "SchedulingUniqueRequests",
      "no two pods with the same requests: nothing to remember",
      WorkloadShape.of(PodTemplates.UNIQUE_REQUESTS)),

  /** Nodes are rejected by a filter that looks at nodes. */
  NODE_AFFINITY(
      "SchedulingNodeAffinity",
      "pods with required node affinity to two of three zones",
      WorkloadShape.of(PodTemplates.NODE_AFFINITY)),

  /** Scores are normalised against the highest. */
  PREFERRED_NODE_AFFINITY(
      "SchedulingPreferredNodeAffinity",
      "pods with preferred node affinity to two of three zones",
      WorkloadShape.of(PodTemplates.PREFERRED_NODE_AFFINITY)),

  /** All nodes but one are out of the question before they are filtered. */
  DAEMONSET(
      "SchedulingDaemonset",
      "pods that only the first node may have, by its name",
      WorkloadShape.before(PodTemplate.PLAIN)
          .then(PodTemplates.ON_THE_FIRST_NODE)
          .on(NodeTemplate.ROOMY_FIRST)),

  /** As a real DaemonSet has it: no two pods after each other may be on the same node. */
  DAEMONSET_ON_EACH_NODE(
      "SchedulingDaemonsetOnEachNode",
      "pods that only one node may have, each another",
      WorkloadShape.before(PodTemplate.PLAIN).then(PodTemplates.ON_A_NODE_OF_ITS_OWN)),

  /** Counted over all nodes. */
  TOPOLOGY_SPREADING(
      "TopologySpreading",
      "pods that must be spread over zones",
      WorkloadShape.of(PodTemplates.SPREAD)),

  PREFERRED_TOPOLOGY_SPREADING(
      "PreferredTopologySpreading",
      "pods that should be spread over zones",
      WorkloadShape.of(PodTemplates.PREFERRED_SPREAD)),

  /** The constraints are those that every pod of a Service has. */
  DEFAULT_TOPOLOGY_SPREADING(
      "DefaultTopologySpreading",
      "pods of a Service, which should be spread by default",
      WorkloadShape.before(PodTemplate.PLAIN).then(PodTemplates.OF_THE_SERVICE)),

  POD_AFFINITY(
      "SchedulingPodAffinity",
      "pods that must be in a zone where one of them is",
      WorkloadShape.of(PodTemplates.POD_AFFINITY)),

  POD_ANTI_AFFINITY(
      "SchedulingPodAntiAffinity",
      "pods of which a node has one at most; more nodes than pods",
      WorkloadShape.of(PodTemplates.POD_ANTI_AFFINITY)),

  PREFERRED_POD_AFFINITY(
      "SchedulingPreferredPodAffinity",
      "pods that prefer nodes with others of them",
      WorkloadShape.of(PodTemplates.PREFERRED_POD_AFFINITY)),

  PREFERRED_POD_ANTI_AFFINITY(
      "SchedulingPreferredPodAntiAffinity",
      "pods that prefer nodes without others of them",
      WorkloadShape.of(PodTemplates.PREFERRED_POD_ANTI_AFFINITY)),

  /** The placed pods' terms say something to every pod that comes. */
  MIXED_BASE_POD(
      "MixedSchedulingBasePod",
      "plain pods among plain ones and ones of the four kinds above",
      WorkloadShape.before(
              PodTemplate.PLAIN,
              PodTemplates.POD_AFFINITY,
              PodTemplates.POD_ANTI_AFFINITY,
              PodTemplates.PREFERRED_POD_AFFINITY,
              PodTemplates.PREFERRED_POD_ANTI_AFFINITY)
          .then(PodTemplate.PLAIN)),

  /** The namespaces that a term is about are found by their labels. */
  POD_ANTI_AFFINITY_NS_SELECTOR(
      "SchedulingRequiredPodAntiAffinityWithNSSelector",
      "pods of 101 namespaces of which a node has one at most; more nodes than pods",
      WorkloadShape.of(PodTemplates.POD_ANTI_AFFINITY_NS_SELECTOR).placedIn(100)),

  CSI_PVS(
      "SchedulingCSIPVs",
      "pods with a claim each, bound to a volume of a CSI driver",
      WorkloadShape.of(PodTemplates.WITH_VOLUME).on(StorageTemplates.NODES)),

  /** The allocator looks at the devices of every node. */
  RESOURCE_CLAIM_TEMPLATE(
      "SchedulingWithResourceClaimTemplate",
      "pods with a claim each for a device; at most ten pods for each node",
      WorkloadShape.of(PodTemplates.WITH_CLAIM_TEMPLATE)),

  /** Three of four others would have to go on any node; nobody evicts these. */
  PREEMPTION_BASIC(
      "PreemptionBasic",
      "pods of high priority on full nodes: have four placed pods for each node",
      WorkloadShape.before(PodTemplates.LOW_PRIORITY).then(PodTemplates.HIGH_PRIORITY)),

  /** All others but one could stay on any node, which a dry run finds out one by one. */
  PREEMPTION_CSI_PVS(
      "PreemptionCSIPVs",
      "pods of high priority on nodes full of volumes: have 39 placed pods for each node",
      WorkloadShape.before(PodTemplates.LOW_PRIORITY_WITH_VOLUME)
          .then(PodTemplates.HIGH_PRIORITY_WITH_VOLUME)
          .on(StorageTemplates.NODES)),

  UNSCHEDULABLE(
      "Unschedulable",
      "one pod of ten of high priority and larger than every node, the rest fits",
      WorkloadShape.of(PodTemplate.PLAIN).oneOf(10, PodTemplates.HIGH_PRIORITY_LARGE));

  private final String title;
  private final String description;

  @SuppressWarnings("ImmutableEnumChecker") // it is immutable, through copied lists and maps
  private final WorkloadShape shape;

  Workload(String title, String description, WorkloadShape shape) {
    this.title = title;
    this.description = description;
    this.shape = shape;
  }

  /** The name that users choose it by. */
  public String title() {
    return title;
  }

  /** Half a sentence for the help. */
  public String description() {
    return description;
  }

  WorkloadShape shape() {
    return shape;
  }

  /**
   * A node's JSON.
   *
   * @param number from 0
   */
  public String node(int number, String name, RandomGenerator random, Stamp stamp) {
    int zone = 1 + random.nextInt(NodeTemplate.ZONES);
    return shape.nodes().node(number, name, zone, "uid-" + name, stamp);
  }

  /** The JSON of a pod that comes. */
  public String pod(PodFacts facts, RandomGenerator random) {
    return shape.pending(facts.number()).pod(facts, random);
  }

  /** The JSON of a pod that is there, or comes, before those. */
  public String earlierPod(PodFacts facts, RandomGenerator random) {
    return shape.placedOn(facts.number(), 0).pod(facts, random);
  }

  /** Whether pods get claims when they are there, from a template. */
  public boolean makesClaims() {
    return shape.has(Part.CLAIMS);
  }

  /** How many nodes have room for so many earlier pods and so many that come after them. */
  public int nodesFor(int earlier, int coming) {
    return shape.nodesFor(earlier, coming);
  }

  /** Why it can be measured in process only; empty when it can be measured on a cluster, too. */
  public String whyInProcessOnly() {
    return switch (this) {
      case PREEMPTION_BASIC, PREEMPTION_CSI_PVS ->
          "its pods need the room of others, and Berth evicts nobody yet";
      case UNSCHEDULABLE -> "some of its pods fit nowhere, and a run ends when all have a node";
      default -> "";
    };
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
}
