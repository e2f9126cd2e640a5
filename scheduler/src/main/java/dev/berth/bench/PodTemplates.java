package dev.berth.bench;

import dev.berth.bench.PodTemplate.Part;
import dev.berth.bench.PodTemplate.Requests;

/**
 * The kinds of pods that workloads are made of.
 *
 * <p>Mirrors the files in {@code test/integration/scheduler_perf/templates}, Kubernetes 1.36.3, for
 * kinds that are there, but for the names of zones and namespaces. Threading: immutable.
 */
final class PodTemplates {
  private static final int SHUFFLED = 100;
  private static final long MEMORY_KIBIBYTES = 500L << 10;
  private static final int PODS_OF_A_NODE = 110;

  private static final Requests NOTHING = (pod, random) -> "";

  private static final String ZONE = "topology.kubernetes.io/zone";
  private static final String HOST = "kubernetes.io/hostname";
  private static final String ANY_NAMESPACE_OF_THE_TEAM =
      ", \"namespaceSelector\": {\"matchLabels\": {\"team\": \"devops\"}}";

  private static final String TWO_ZONES =
      """
      {"matchExpressions": [
        {"key": "topology.kubernetes.io/zone", "operator": "In", "values": ["zone-1", "zone-2"]}]}
      """;

  /** Pods with amounts of one of many kinds, in random order. */
  static final PodTemplate SHUFFLED_REQUESTS =
      PodTemplate.PLAIN.requesting(
          (pod, random) -> {
            int kind = random.nextInt(SHUFFLED);
            return Requests.amounts(50 + kind, MEMORY_KIBIBYTES + kind);
          });

  /** Pods with amounts that no other pod has. */
  static final PodTemplate UNIQUE_REQUESTS =
      PodTemplate.PLAIN.requesting((pod, random) -> Requests.amounts(100, MEMORY_KIBIBYTES + pod));

  /** Pods that two of three zones may have. */
  static final PodTemplate NODE_AFFINITY =
      PodTemplate.PLAIN.with(
          Part.AFFINITY,
          "\"nodeAffinity\": {\"requiredDuringSchedulingIgnoredDuringExecution\": {\"nodeSelectorTerms\": [%s]}}"
              .formatted(TWO_ZONES));

  /** Pods that prefer two of three zones. */
  static final PodTemplate PREFERRED_NODE_AFFINITY =
      PodTemplate.PLAIN.with(
          Part.AFFINITY,
          "\"nodeAffinity\": {\"preferredDuringSchedulingIgnoredDuringExecution\": [{\"weight\": 1, \"preference\": %s}]}"
              .formatted(TWO_ZONES));

  /** Pods that must be spread over zones. */
  static final PodTemplate SPREAD = spread("DoNotSchedule");

  /** Pods that should be spread over zones. */
  static final PodTemplate PREFERRED_SPREAD = spread("ScheduleAnyway");

  /** Pods that must be in a zone where one of them is. */
  static final PodTemplate POD_AFFINITY =
      colored("blue").with(Part.AFFINITY, required("podAffinity", term("blue", ZONE, "")));

  /** Pods of which a node has one at most. */
  static final PodTemplate POD_ANTI_AFFINITY =
      colored("green")
          .with(Part.AFFINITY, required("podAntiAffinity", term("green", HOST, "")))
          .atMostPerNode(1);

  /** Pods of which a node has one at most, whatever namespace of the team they are in. */
  static final PodTemplate POD_ANTI_AFFINITY_NS_SELECTOR =
      colored("green")
          .with(
              Part.AFFINITY,
              required("podAntiAffinity", term("green", HOST, ANY_NAMESPACE_OF_THE_TEAM)))
          .atMostPerNode(1);

  /** Pods that would rather be on nodes where others of them are. */
  static final PodTemplate PREFERRED_POD_AFFINITY =
      colored("red").with(Part.AFFINITY, preferred("podAffinity", term("red", HOST, "")));

  /** Pods that would rather be on nodes where none of them is. */
  static final PodTemplate PREFERRED_POD_ANTI_AFFINITY =
      colored("yellow").with(Part.AFFINITY, preferred("podAntiAffinity", term("yellow", HOST, "")));

  /** Pods that a Service selects, without requests. */
  static final PodTemplate OF_THE_SERVICE =
      PodTemplate.PLAIN
          .with(Part.SERVICE, "\"service\": \"scheduler-perf\", ")
          .requesting(NOTHING)
          .atMostPerNode(PODS_OF_A_NODE);

  /** Pods that only the first node may have. */
  static final PodTemplate ON_THE_FIRST_NODE =
      pinned("${first_node}").atMostPerNode(NodeTemplate.PODS_OF_A_ROOMY_NODE);

  /** Pods that only one node may have, each another. */
  static final PodTemplate ON_A_NODE_OF_ITS_OWN =
      pinned("${own_node}").atMostPerNode(PODS_OF_A_NODE);

  /** Pods with a claim for a volume. */
  static final PodTemplate WITH_VOLUME =
      PodTemplate.PLAIN.with(
          Part.VOLUMES,
          "{\"name\": \"vol\", \"persistentVolumeClaim\": {\"claimName\": \"%s\"}}"
              .formatted(StorageTemplates.claimOf("${name}")));

  /** Pods with a claim for a device, made from a template; without requests. */
  static final PodTemplate WITH_CLAIM_TEMPLATE =
      PodTemplate.PLAIN
          .with(
              Part.CLAIMS,
              "{\"name\": \"resource\", \"resourceClaimTemplateName\": \"test-claim-template\"}")
          .with(
              Part.CLAIM_STATUSES,
              "{\"name\": \"resource\", \"resourceClaimName\": \"%s\"}"
                  .formatted(DeviceTemplates.claimOf("${name}")))
          .with(Part.USED_CLAIMS, "{\"name\": \"resource\"}")
          .requesting(NOTHING)
          .atMostPerNode(DeviceTemplates.DEVICES_OF_A_NODE);

  /** Pods of low priority, four of which fill a node. */
  static final PodTemplate LOW_PRIORITY =
      PodTemplate.PLAIN.requesting(Requests.of(900, MEMORY_KIBIBYTES)).atMostPerNode(4);

  /** Pods of high priority that need three quarters of a node. */
  static final PodTemplate HIGH_PRIORITY =
      PodTemplate.PLAIN
          .with(Part.PRIORITY, "\"priority\": 10, ")
          .requesting(Requests.of(3000, MEMORY_KIBIBYTES))
          .atMostPerNode(1);

  /** Pods of low priority with a claim for a volume, as many as a node can attach. */
  static final PodTemplate LOW_PRIORITY_WITH_VOLUME =
      WITH_VOLUME.requesting(NOTHING).atMostPerNode(StorageTemplates.VOLUMES_OF_A_NODE);

  /** Pods of high priority with a claim for a volume. */
  static final PodTemplate HIGH_PRIORITY_WITH_VOLUME =
      LOW_PRIORITY_WITH_VOLUME.with(Part.PRIORITY, "\"priority\": 10, ");

  /** Pods of high priority that are larger than every node. */
  static final PodTemplate HIGH_PRIORITY_LARGE =
      HIGH_PRIORITY.requesting(Requests.of(9000, MEMORY_KIBIBYTES));

  private PodTemplates() {}

  private static PodTemplate colored(String color) {
    return PodTemplate.PLAIN.with(Part.LABELS, "\"color\": \"%s\", ".formatted(color));
  }

  private static String term(String color, String topologyKey, String more) {
    return "{\"topologyKey\": \"%s\", \"labelSelector\": {\"matchLabels\": {\"color\": \"%s\"}}%s}"
        .formatted(topologyKey, color, more);
  }

  private static String required(String affinity, String term) {
    return "\"%s\": {\"requiredDuringSchedulingIgnoredDuringExecution\": [%s]}"
        .formatted(affinity, term);
  }

  private static String preferred(String affinity, String term) {
    return "\"%s\": {\"preferredDuringSchedulingIgnoredDuringExecution\": [{\"weight\": 1, \"podAffinityTerm\": %s}]}"
        .formatted(affinity, term);
  }

  private static PodTemplate spread(String whenUnsatisfiable) {
    return colored("blue")
        .with(
            Part.SPREAD,
            "{\"maxSkew\": 5, \"topologyKey\": \"%s\", \"whenUnsatisfiable\": \"%s\", \"labelSelector\": {\"matchLabels\": {\"color\": \"blue\"}}}"
                .formatted(ZONE, whenUnsatisfiable));
  }

  private static PodTemplate pinned(String node) {
    return PodTemplate.PLAIN
        .with(
            Part.AFFINITY,
            """
            "nodeAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": {"nodeSelectorTerms": [
              {"matchFields": [{"key": "metadata.name", "operator": "In", "values": ["%s"]}]}]}}
            """
                .formatted(node))
        .requesting(NOTHING);
  }
}
