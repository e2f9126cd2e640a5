package dev.berth.bench;

import java.util.random.RandomGenerator;

/**
 * The JSON of the nodes and pods of a workload.
 *
 * <p>Mirrors {@code node-default.yaml} and {@code pod-default.yaml} of {@code
 * test/integration/scheduler_perf/templates}, Kubernetes 1.36.3, with what an API server adds, and
 * with the labels of a node in one of {@link #ZONES} zones. Threading: immutable.
 */
public final class ObjectTemplates {

  public static final int ZONES = 3;

  private static final String NODE =
      """
      {"apiVersion": "v1", "kind": "Node",
       "metadata": {"name": "NAME", IDENTITY"labels": {MARK
         "kubernetes.io/arch": "amd64", "kubernetes.io/os": "linux", "kubernetes.io/hostname": "NAME",
         "topology.kubernetes.io/region": "region-1", "topology.kubernetes.io/zone": "ZONE"}},
       "spec": {},
       "status": {
         "capacity": {AMOUNTS"cpu": "4", "memory": "32Gi", "pods": "110"},
         "allocatable": {AMOUNTS"cpu": "4", "memory": "32Gi", "pods": "110"},
         "conditions": [{"type": "Ready", "status": "True"}]}}
      """;

  private static final String POD =
      """
      {"apiVersion": "v1", "kind": "Pod",
       "metadata": {"name": "NAME", "namespace": "SPACE", IDENTITY"labels": {LABEL"app": "bench"}},
       "spec": {"schedulerName": "SCHEDULER", "nodeName": "NODE", "priority": PRIORITY, "restartPolicy": "Always",
         "preemptionPolicy": "PreemptLowerPriority", "enableServiceLinks": true, "dnsPolicy": "ClusterFirst",
         "affinity": {AFFINITY}, "topologySpreadConstraints": [SPREAD], "volumes": [VOLUMES],
         "tolerations": [
           {"key": "node.kubernetes.io/not-ready", "operator": "Exists", "effect": "NoExecute",
            "tolerationSeconds": 300},
           {"key": "node.kubernetes.io/unreachable", "operator": "Exists", "effect": "NoExecute",
            "tolerationSeconds": 300}],
         "containers": [{"name": "pause", "image": "registry.k8s.io/pause:3.10.2",
           "ports": [{"containerPort": 80, "protocol": "TCP"}],
           "resources": {"limits": {REQUESTS}, "requests": {REQUESTS}}}]},
       "status": {"phase": "Pending", "qosClass": "Guaranteed"}}
      """;

  private ObjectTemplates() {}

  /**
   * A node.
   *
   * @param mark one more label, {@code "key": "value",}, or nothing
   * @param identity what only a stored object has, {@code "uid": "...",}, or nothing
   */
  public static String node(
      Workload workload, String name, String zone, String mark, String identity) {
    return NODE.replace("NAME", name)
        .replace("AMOUNTS", workload.allocatable())
        .replace("IDENTITY", identity)
        .replace("MARK", mark)
        .replace("ZONE", zone);
  }

  /**
   * A pod of the workload.
   *
   * @param number which of the workload's pods
   * @param identity what only a stored object has, {@code "uid": "...",}, or nothing
   * @param node where it is, empty for nowhere
   */
  public static String pod(
      Workload workload,
      int number,
      PodName name,
      String schedulerName,
      String node,
      String identity,
      RandomGenerator random) {
    return POD.replace("NAME", name.name())
        .replace("SPACE", name.namespace())
        .replace("IDENTITY", identity)
        .replace("SCHEDULER", schedulerName)
        .replace("NODE", node)
        .replace("LABEL", workload.label())
        .replace("AFFINITY", workload.affinity())
        .replace("SPREAD", workload.spread())
        .replace("VOLUMES", workload.volumes(name.name()))
        .replace("PRIORITY", String.valueOf(node.isEmpty() ? workload.priority(number) : 0))
        .replace(
            "REQUESTS",
            node.isEmpty()
                ? workload.requests(number, random)
                : workload.placedRequests(number, random));
  }

  /** A pod's namespace and name. */
  public record PodName(String namespace, String name) {}
}
