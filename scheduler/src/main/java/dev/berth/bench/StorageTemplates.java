package dev.berth.bench;

import dev.berth.model.PodKey;

/**
 * The JSON of volumes, claims and drivers.
 *
 * <p>Mirrors {@code pv-csi.yaml} and {@code pvc.yaml} of {@code test/integration/scheduler_perf/
 * templates} and the node allocatable of its workload SchedulingCSIPVs, Kubernetes 1.36.3; claims
 * are bound, as there. Threading: immutable.
 */
final class StorageTemplates {
  static final String DRIVER = "ebs.csi.aws.com";
  static final int VOLUMES_OF_A_NODE = 39;

  private static final String CLAIM =
      """
      {"apiVersion": "v1", "kind": "PersistentVolumeClaim",
       "metadata": {"name": "CLAIM", "namespace": "SPACE", "uid": "uid-CLAIM", "resourceVersion": "1",
         "annotations": {"pv.kubernetes.io/bind-completed": "true"}},
       "spec": {"accessModes": ["ReadOnlyMany"], "resources": {"requests": {"storage": "1Gi"}},
         "volumeName": "CLAIM-pv", "volumeMode": "Filesystem"},
       "status": {"phase": "Bound"}}
      """;

  private static final String VOLUME =
      """
      {"apiVersion": "v1", "kind": "PersistentVolume",
       "metadata": {"name": "CLAIM-pv", "uid": "uid-CLAIM-pv", "resourceVersion": "1"},
       "spec": {"accessModes": ["ReadOnlyMany"], "capacity": {"storage": "1Gi"},
         "csi": {"driver": "DRIVER", "volumeHandle": "CLAIM-pv"},
         "claimRef": {"kind": "PersistentVolumeClaim", "namespace": "SPACE", "name": "CLAIM", "uid": "uid-CLAIM"},
         "persistentVolumeReclaimPolicy": "Retain", "volumeMode": "Filesystem"},
       "status": {"phase": "Bound"}}
      """;

  private static final String CSI_NODE =
      """
      {"apiVersion": "storage.k8s.io/v1", "kind": "CSINode",
       "metadata": {"name": "NODE", "uid": "uid-NODE", "resourceVersion": "1"},
       "spec": {"drivers": [{"name": "DRIVER", "nodeID": "NODE", "allocatable": {"count": COUNT}}]}}
      """;

  private StorageTemplates() {}

  /** The name of the claim of the pod of that name. */
  static String claimOf(String pod) {
    return "pvc-" + pod;
  }

  /** The claim of the pod. */
  static String claim(PodKey pod) {
    return ofPod(CLAIM, pod);
  }

  /** The volume that the pod's claim is bound to. */
  static String volume(PodKey pod) {
    return ofPod(VOLUME, pod);
  }

  private static String ofPod(String template, PodKey pod) {
    return template
        .replace("CLAIM", claimOf(pod.name()))
        .replace("SPACE", pod.namespace())
        .replace("DRIVER", DRIVER);
  }

  /** The driver on a node. */
  static String csiNode(String node) {
    return CSI_NODE
        .replace("NODE", node)
        .replace("DRIVER", DRIVER)
        .replace("COUNT", Integer.toString(VOLUMES_OF_A_NODE));
  }
}
