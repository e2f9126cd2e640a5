package dev.berth.bench;

import dev.berth.kube.decode.NodeDecoder;
import dev.berth.kube.decode.PodDecoder;
import dev.berth.kube.decode.UndecodableObject;
import dev.berth.model.Interner;
import dev.berth.model.Node;
import dev.berth.model.PodInfo;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * Makes the nodes and pods of a workload from a seed, through the decoder of the live scheduler, so
 * that their parts are shared as in production.
 *
 * <p>The same seed gives the same objects. The templates are {@code node-default.yaml} and {@code
 * pod-default.yaml} of {@code test/integration/scheduler_perf/templates}, Kubernetes 1.36.3, with
 * what an API server adds, and with the labels of a node in one of three zones. Threading: one per
 * run.
 */
final class SyntheticCluster {

  private static final int ZONES = 3;

  private static final String NODE =
      """
      {"apiVersion": "v1", "kind": "Node",
       "metadata": {"name": "NAME", "uid": "UID", "resourceVersion": "1", "labels": {
         "kubernetes.io/arch": "amd64", "kubernetes.io/os": "linux", "kubernetes.io/hostname": "NAME",
         "topology.kubernetes.io/region": "region-1", "topology.kubernetes.io/zone": "ZONE"}},
       "spec": {},
       "status": {
         "capacity": {"cpu": "4", "memory": "32Gi", "pods": "110"},
         "allocatable": {"cpu": "4", "memory": "32Gi", "pods": "110"},
         "conditions": [{"type": "Ready", "status": "True"}]}}
      """;

  private static final String POD =
      """
      {"apiVersion": "v1", "kind": "Pod",
       "metadata": {"name": "NAME", "namespace": "default", "uid": "UID", "resourceVersion": "1",
         "generateName": "pod-", "creationTimestamp": "2026-01-01T00:00:00Z", "labels": {"app": "bench"}},
       "spec": {"schedulerName": "SCHEDULER", "nodeName": "NODE", "priority": 0, "restartPolicy": "Always",
         "preemptionPolicy": "PreemptLowerPriority", "enableServiceLinks": true, "dnsPolicy": "ClusterFirst",
         "affinity": {"nodeAffinity": {AFFINITY}},
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

  private final Workload workload;
  private final String schedulerName;
  private final SplittableRandom random;
  private final NodeDecoder nodes;
  private final PodDecoder pods;
  private int podsMade;

  SyntheticCluster(Workload workload, String schedulerName, long seed) {
    Interner interner = new Interner();
    this.workload = workload;
    this.schedulerName = schedulerName;
    this.random = new SplittableRandom(seed);
    this.nodes = new NodeDecoder(interner, (kind, path) -> {});
    this.pods = new PodDecoder(interner, (kind, path) -> {});
  }

  List<Node> nodes(int count) {
    List<Node> made = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      String name = "node-%06d".formatted(i);
      made.add(
          decoded(
              nodes::decode,
              NODE.replace("NAME", name)
                  .replace("UID", uid())
                  .replace("ZONE", "zone-" + (1 + random.nextInt(ZONES)))));
    }
    return made;
  }

  /** Pods that wait for a node. */
  List<PodInfo> pending(int count) {
    List<PodInfo> made = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      made.add(pod(""));
    }
    return made;
  }

  /** Pods that are on the nodes already, in turn. */
  List<PodInfo> placed(int count, List<Node> on) {
    List<PodInfo> made = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      made.add(pod(on.get(i % on.size()).name()));
    }
    return made;
  }

  private PodInfo pod(String node) {
    int number = podsMade++;
    return decoded(
        pods::decode,
        POD.replace("NAME", "pod-%07d".formatted(number))
            .replace("UID", uid())
            .replace("SCHEDULER", schedulerName)
            .replace("NODE", node)
            .replace("AFFINITY", workload.nodeAffinity())
            .replace("REQUESTS", workload.requests(number, random)));
  }

  private String uid() {
    return new UUID(random.nextLong(), random.nextLong()).toString();
  }

  private interface Decoder<T> {
    T decode(byte[] json) throws UndecodableObject;
  }

  private static <T> T decoded(Decoder<T> decoder, String json) {
    try {
      return decoder.decode(json.getBytes(StandardCharsets.UTF_8));
    } catch (UndecodableObject impossible) {
      throw new IllegalStateException("a template of ours does not decode", impossible);
    }
  }
}
