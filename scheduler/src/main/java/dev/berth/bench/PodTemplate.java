package dev.berth.bench;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * What the pods of one kind are made from: a plain pod, and what they have beyond it.
 *
 * <p>The plain pod mirrors {@code pod-default.yaml} of {@code test/integration/scheduler_perf/
 * templates}, Kubernetes 1.36.3, with what an API server adds. Threading: immutable.
 */
final class PodTemplate {

  /** The parts of a pod that differ from kind to kind, as JSON that ends as its place needs it. */
  enum Part {
    /** More labels, each with a comma behind it. */
    LABELS,
    /** The label that the Service selects, with a comma behind it. */
    SERVICE,
    /** The inside of {@code affinity}. */
    AFFINITY,
    /** The inside of {@code topologySpreadConstraints}. */
    SPREAD,
    /** The inside of {@code volumes}. */
    VOLUMES,
    /** The inside of {@code resourceClaims}. */
    CLAIMS,
    /** The inside of {@code status.resourceClaimStatuses}. */
    CLAIM_STATUSES,
    /** The inside of the container's {@code resources.claims}. */
    USED_CLAIMS,
    /** {@code priority}, with the name of a class if need be, and a comma behind each. */
    PRIORITY
  }

  /** What pods ask for. */
  @FunctionalInterface
  interface Requests {
    /**
     * The amounts for one pod, as the inside of {@code requests}; empty for none.
     *
     * @param pod its number
     */
    String of(int pod, RandomGenerator random);

    static Requests of(int milliCpu, long memoryKibibytes) {
      String amounts = amounts(milliCpu, memoryKibibytes);
      return (pod, random) -> amounts;
    }

    static String amounts(int milliCpu, long memoryKibibytes) {
      return "\"cpu\": \"%dm\", \"memory\": \"%dKi\"".formatted(milliCpu, memoryKibibytes);
    }
  }

  private static final String POD =
      """
      {"apiVersion": "v1", "kind": "Pod",
       "metadata": {"name": "${name}", "namespace": "${namespace}", ${stored}"labels": {${labels}${service}"app": "bench"}},
       "spec": {"schedulerName": "${scheduler}", "nodeName": "${node}", ${priority}"restartPolicy": "Always",
         "preemptionPolicy": "PreemptLowerPriority", "enableServiceLinks": true, "dnsPolicy": "ClusterFirst",
         "affinity": {${affinity}}, "topologySpreadConstraints": [${spread}], "volumes": [${volumes}],
         "resourceClaims": [${claims}],
         "tolerations": [
           {"key": "node.kubernetes.io/not-ready", "operator": "Exists", "effect": "NoExecute",
            "tolerationSeconds": 300},
           {"key": "node.kubernetes.io/unreachable", "operator": "Exists", "effect": "NoExecute",
            "tolerationSeconds": 300}],
         "containers": [{"name": "pause", "image": "registry.k8s.io/pause:3.10.2",
           "ports": [{"containerPort": 80, "protocol": "TCP"}],
           "resources": {"limits": {${requests}}, "requests": {${requests}}, "claims": [${used_claims}]}}]},
       "status": {"phase": "Pending", "resourceClaimStatuses": [${claim_statuses}]}}
      """;

  /** Pods of the plain kind that a node has room for, by its processors: the scarcest. */
  private static final int PLAIN_PODS_OF_A_NODE = 26;

  /** The plain pod. */
  static final PodTemplate PLAIN =
      new PodTemplate(Map.of(), Requests.of(100, 500L << 10), PLAIN_PODS_OF_A_NODE);

  private final Map<Part, String> parts;
  private final Requests requests;
  private final int podsOfANode;
  private final JsonTemplate json;

  private PodTemplate(Map<Part, String> parts, Requests requests, int podsOfANode) {
    this.parts = Map.copyOf(parts);
    this.requests = requests;
    this.podsOfANode = podsOfANode;
    Map<String, String> places = new HashMap<>();
    for (Part part : Part.values()) {
      String nothing = part == Part.PRIORITY ? "\"priority\": 0, " : "";
      places.put(part.name().toLowerCase(Locale.ROOT), parts.getOrDefault(part, nothing));
    }
    this.json = new JsonTemplate(POD).with(places);
  }

  /** The same with this part, which may use the places of {@link #pod}. */
  PodTemplate with(Part part, String text) {
    Map<Part, String> more = new EnumMap<>(Part.class);
    more.putAll(parts);
    more.put(part, text);
    return new PodTemplate(more, requests, podsOfANode);
  }

  /** The same with other requests. */
  PodTemplate requesting(Requests amounts) {
    return new PodTemplate(parts, amounts, podsOfANode);
  }

  /** The same, of which a node can have so many. */
  PodTemplate atMostPerNode(int pods) {
    return new PodTemplate(parts, requests, pods);
  }

  boolean has(Part part) {
    return parts.containsKey(part);
  }

  /** How many pods of this kind a node has room for; of kinds that share it, less. */
  int podsOfANode() {
    return podsOfANode;
  }

  /** A pod. */
  String pod(PodFacts facts, RandomGenerator random) {
    return json.fill(
        Map.of(
            "name", facts.name(),
            "namespace", facts.namespace(),
            "stored", facts.stored(),
            "scheduler", facts.scheduler(),
            "node", facts.node(),
            "first_node", facts.nodes().name(0),
            "own_node", facts.nodes().name(facts.number()),
            "requests", requests.of(facts.number(), random)));
  }
}
