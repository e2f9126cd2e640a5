package dev.berth.it;

import dev.berth.it.Rights.Right;
import java.util.List;

/** What is mirrored, and so listed and watched. Threading: immutable. */
enum Mirrored {
  PODS("", "pods", true),
  NODES("", "nodes", true),
  /** Of these and those below only pods that need one suffer. */
  NAMESPACES("", "namespaces", false),
  SERVICES("", "services", false),
  REPLICATION_CONTROLLERS("", "replicationcontrollers", false),
  REPLICA_SETS("apps", "replicasets", false),
  STATEFUL_SETS("apps", "statefulsets", false),
  POD_DISRUPTION_BUDGETS("policy", "poddisruptionbudgets", false),
  PERSISTENT_VOLUMES("", "persistentvolumes", false),
  PERSISTENT_VOLUME_CLAIMS("", "persistentvolumeclaims", false),
  STORAGE_CLASSES("storage.k8s.io", "storageclasses", false),
  CSI_NODES("storage.k8s.io", "csinodes", false),
  CSI_DRIVERS("storage.k8s.io", "csidrivers", false),
  CSI_STORAGE_CAPACITIES("storage.k8s.io", "csistoragecapacities", false),
  VOLUME_ATTACHMENTS("storage.k8s.io", "volumeattachments", false),
  DEVICE_CLASSES("resource.k8s.io", "deviceclasses", false),
  RESOURCE_CLAIMS("resource.k8s.io", "resourceclaims", false),
  RESOURCE_SLICES("resource.k8s.io", "resourceslices", false);

  private static final String TEMPLATE =
      "template: {metadata: {labels: {app: x}}, spec: {containers: [{name: c, image: i}]}}";

  private final String group;
  private final String resource;
  private final boolean required;

  Mirrored(String group, String resource, boolean required) {
    this.group = group;
    this.resource = resource;
    this.required = required;
  }

  Right list() {
    return new Right(group, resource, "list");
  }

  Right watch() {
    return new Right(group, resource, "watch");
  }

  String resource() {
    return resource;
  }

  /** Does every decision need it? */
  boolean isRequired() {
    return required;
  }

  List<String> wantFailingAtStart() {
    return required ? List.of("sync-" + resource, "watch-" + resource) : List.of();
  }

  List<String> wantFailingAtRunTime() {
    return required ? List.of("watch-" + resource) : List.of();
  }

  /** An object of it that changes nothing. */
  String oneMore() {
    return switch (this) {
      case PODS -> Yaml.pod("one-more", "", "", "");
      case NODES -> Yaml.node("one-more", "", "", "cpu: \"4\"", "");
      case NAMESPACES -> "{apiVersion: v1, kind: Namespace, metadata: {name: one-more}}";
      case SERVICES ->
          """
          apiVersion: v1
          kind: Service
          metadata: {name: one-more}
          spec: {ports: [{port: 80}]}
          """;
      case REPLICATION_CONTROLLERS ->
          """
          apiVersion: v1
          kind: ReplicationController
          metadata: {name: one-more}
          spec: {replicas: 0, selector: {app: x}, %s}
          """
              .formatted(TEMPLATE);
      case REPLICA_SETS ->
          """
          apiVersion: apps/v1
          kind: ReplicaSet
          metadata: {name: one-more}
          spec: {replicas: 0, selector: {matchLabels: {app: x}}, %s}
          """
              .formatted(TEMPLATE);
      case STATEFUL_SETS ->
          """
          apiVersion: apps/v1
          kind: StatefulSet
          metadata: {name: one-more}
          spec: {replicas: 0, serviceName: x, selector: {matchLabels: {app: x}}, %s}
          """
              .formatted(TEMPLATE);
      case POD_DISRUPTION_BUDGETS ->
          """
          apiVersion: policy/v1
          kind: PodDisruptionBudget
          metadata: {name: one-more}
          spec: {minAvailable: 1, selector: {matchLabels: {app: x}}}
          """;
      case PERSISTENT_VOLUMES ->
          """
          apiVersion: v1
          kind: PersistentVolume
          metadata: {name: one-more}
          spec:
            capacity: {storage: 1Gi}
            accessModes: [ReadWriteOnce]
            csi: {driver: x, volumeHandle: one-more}
          """;
      case PERSISTENT_VOLUME_CLAIMS ->
          """
          apiVersion: v1
          kind: PersistentVolumeClaim
          metadata: {name: one-more}
          spec:
            storageClassName: none
            accessModes: [ReadWriteOnce]
            resources: {requests: {storage: 1Gi}}
          """;
      case STORAGE_CLASSES ->
          """
          apiVersion: storage.k8s.io/v1
          kind: StorageClass
          metadata: {name: one-more}
          provisioner: x
          """;
      case CSI_NODES ->
          """
          apiVersion: storage.k8s.io/v1
          kind: CSINode
          metadata: {name: one-more}
          spec: {drivers: []}
          """;
      case CSI_DRIVERS ->
          """
          apiVersion: storage.k8s.io/v1
          kind: CSIDriver
          metadata: {name: one-more}
          spec: {}
          """;
      case CSI_STORAGE_CAPACITIES ->
          """
          apiVersion: storage.k8s.io/v1
          kind: CSIStorageCapacity
          metadata: {name: one-more}
          storageClassName: none
          """;
      case VOLUME_ATTACHMENTS ->
          """
          apiVersion: storage.k8s.io/v1
          kind: VolumeAttachment
          metadata: {name: one-more}
          spec: {attacher: x, nodeName: x, source: {persistentVolumeName: x}}
          """;
      case DEVICE_CLASSES ->
          """
          apiVersion: resource.k8s.io/v1
          kind: DeviceClass
          metadata: {name: one-more}
          spec: {}
          """;
      case RESOURCE_CLAIMS ->
          """
          apiVersion: resource.k8s.io/v1
          kind: ResourceClaim
          metadata: {name: one-more}
          spec: {devices: {requests: [{name: one, exactly: {deviceClassName: x}}]}}
          """;
      case RESOURCE_SLICES ->
          """
          apiVersion: resource.k8s.io/v1
          kind: ResourceSlice
          metadata: {name: one-more}
          spec:
            driver: example.com
            pool: {name: p, generation: 1, resourceSliceCount: 1}
            allNodes: true
            devices: [{name: one}]
          """;
    };
  }
}
