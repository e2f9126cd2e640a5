package dev.berth.bench;

import dev.berth.model.ClusterObject.Kind;
import java.util.List;
import java.util.Map;

/**
 * The JSON of volumes, claims and drivers.
 *
 * <p>Mirrors {@code pv-csi.yaml} and {@code pvc.yaml} of {@code test/integration/scheduler_perf/
 * templates} and the node allocatable of its workload SchedulingCSIPVs, Kubernetes 1.36.3; claims
 * are bound, as there. Threading: immutable.
 */
final class StorageTemplates {
  private static final String DRIVER = "ebs.csi.aws.com";
  static final int VOLUMES_OF_A_NODE = 39;

  /** Nodes that can attach volumes. */
  static final NodeTemplate NODES =
      NodeTemplate.PLAIN.with(
          "\"attachable-volumes-csi-%s\": \"%d\", ".formatted(DRIVER, VOLUMES_OF_A_NODE));

  private static final JsonTemplate CLAIM =
      template(
          """
          {"apiVersion": "v1", "kind": "PersistentVolumeClaim",
           "metadata": {"name": "${claim}", "namespace": "${namespace}", ${stored}"labels": {${mark}"app": "bench"},
             "annotations": {"pv.kubernetes.io/bind-completed": "true"}},
           "spec": {"accessModes": ["ReadOnlyMany"], "resources": {"requests": {"storage": "1Gi"}},
             "storageClassName": "", "volumeName": "${volume}", "volumeMode": "Filesystem"},
           "status": {"phase": "Bound"}}
          """);

  private static final JsonTemplate VOLUME =
      template(
          """
          {"apiVersion": "v1", "kind": "PersistentVolume",
           "metadata": {"name": "${volume}", ${stored}"labels": {${mark}"app": "bench"}},
           "spec": {"accessModes": ["ReadOnlyMany"], "capacity": {"storage": "1Gi"}, "storageClassName": "",
             "csi": {"driver": "${driver}", "volumeHandle": "${volume}"},
             "claimRef": {"kind": "PersistentVolumeClaim", "namespace": "${namespace}", "name": "${claim}"},
             "persistentVolumeReclaimPolicy": "Retain", "volumeMode": "Filesystem"},
           "status": {"phase": "Bound"}}
          """);

  private static final JsonTemplate CSI_NODE =
      template(
          """
          {"apiVersion": "storage.k8s.io/v1", "kind": "CSINode",
           "metadata": {"name": "${node}", ${stored}"labels": {${mark}"app": "bench"}},
           "spec": {"drivers": [{"name": "${driver}", "nodeID": "${node}", "allocatable": {"count": ${count}}}]}}
          """);

  private StorageTemplates() {}

  private static JsonTemplate template(String text) {
    return new JsonTemplate(text)
        .with(Map.of("driver", DRIVER, "count", Integer.toString(VOLUMES_OF_A_NODE)));
  }

  /** The name of the claim of the pod of that name. */
  static String claimOf(String pod) {
    return "pvc-" + pod;
  }

  /** The volume of the pod, and the claim that is bound to it. */
  static List<Extra> ofPod(String namespace, String pod, Stamp stamp) {
    String volume = "pv-" + namespace + "-" + pod;
    Map<String, String> names =
        Map.of("claim", claimOf(pod), "volume", volume, "namespace", namespace);
    return List.of(
        new Extra(
            Kind.PERSISTENT_VOLUME,
            "/api/v1/persistentvolumes",
            VOLUME.with(names).fill(stamp.places("uid-" + volume))),
        new Extra(
            Kind.PERSISTENT_VOLUME_CLAIM,
            "/api/v1/namespaces/" + namespace + "/persistentvolumeclaims",
            CLAIM.with(names).fill(stamp.places("uid-claim-of-" + volume))));
  }

  /** The driver on a node. */
  static Extra csiNode(String node, Stamp stamp) {
    return new Extra(
        Kind.CSI_NODE,
        "/apis/storage.k8s.io/v1/csinodes",
        CSI_NODE.with(Map.of("node", node)).fill(stamp.places("uid-csi-" + node)));
  }
}
