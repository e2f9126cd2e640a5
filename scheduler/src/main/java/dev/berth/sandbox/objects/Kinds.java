package dev.berth.sandbox.objects;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The kinds that the sandbox has: what a scheduler watches and writes, and what a person needs
 * around it.
 *
 * <p>Threading: immutable.
 */
public final class Kinds {
  private static final List<String> NONE = List.of();
  private static final List<String> STATUS = List.of("status");

  public static final Kind POD =
      new Kind(
          "",
          "v1",
          "Pod",
          "pods",
          true,
          List.of("po"),
          List.of("status", "binding"),
          List.of(
              "spec.nodeName",
              "spec.restartPolicy",
              "spec.schedulerName",
              "spec.serviceAccountName",
              "spec.hostNetwork",
              "status.phase",
              "status.podIP",
              "status.nominatedNodeName"));
  public static final Kind NODE =
      new Kind(
          "", "v1", "Node", "nodes", false, List.of("no"), STATUS, List.of("spec.unschedulable"));
  public static final Kind NAMESPACE =
      new Kind(
          "",
          "v1",
          "Namespace",
          "namespaces",
          false,
          List.of("ns"),
          STATUS,
          List.of("status.phase"));

  /** An event as the core group shows it; the store keeps events in this form. */
  public static final Kind CORE_EVENT =
      new Kind(
          "",
          "v1",
          "Event",
          "events",
          true,
          List.of("ev"),
          NONE,
          List.of(
              "involvedObject.kind",
              "involvedObject.namespace",
              "involvedObject.name",
              "involvedObject.uid",
              "involvedObject.apiVersion",
              "involvedObject.resourceVersion",
              "involvedObject.fieldPath",
              "reason",
              "reportingComponent",
              "source",
              "type"));

  /** The same objects as {@link #CORE_EVENT}, in the form in which Berth writes them. */
  public static final Kind EVENT =
      new Kind(
          "events.k8s.io",
          "v1",
          "Event",
          "events",
          true,
          List.of("ev"),
          NONE,
          List.of(
              "regarding.kind",
              "regarding.namespace",
              "regarding.name",
              "regarding.uid",
              "reason",
              "reportingController",
              "type"));

  public static final Kind LEASE =
      new Kind("coordination.k8s.io", "v1", "Lease", "leases", true, NONE, NONE, NONE);
  public static final Kind PRIORITY_CLASS =
      new Kind(
          "scheduling.k8s.io",
          "v1",
          "PriorityClass",
          "priorityclasses",
          false,
          List.of("pc"),
          NONE,
          NONE);
  public static final Kind SERVICE_ACCOUNT =
      new Kind("", "v1", "ServiceAccount", "serviceaccounts", true, List.of("sa"), NONE, NONE);

  /** What default spreading looks at; nobody makes pods or endpoints for these. */
  public static final Kind SERVICE =
      new Kind("", "v1", "Service", "services", true, List.of("svc"), STATUS, NONE);

  public static final Kind REPLICATION_CONTROLLER =
      new Kind(
          "",
          "v1",
          "ReplicationController",
          "replicationcontrollers",
          true,
          List.of("rc"),
          STATUS,
          NONE);
  public static final Kind REPLICA_SET =
      new Kind("apps", "v1", "ReplicaSet", "replicasets", true, List.of("rs"), STATUS, NONE);
  public static final Kind STATEFUL_SET =
      new Kind("apps", "v1", "StatefulSet", "statefulsets", true, List.of("sts"), STATUS, NONE);

  /** Its status is whatever is written to it: nobody counts pods for it. */
  public static final Kind POD_DISRUPTION_BUDGET =
      new Kind(
          "policy",
          "v1",
          "PodDisruptionBudget",
          "poddisruptionbudgets",
          true,
          List.of("pdb"),
          STATUS,
          NONE);

  /**
   * What plugins about volumes look at. No PV controller and no provisioner runs, so nobody binds,
   * provisions or attaches anything: give a claim its volume and the annotations of a bound one, or
   * play the controller.
   */
  public static final Kind PERSISTENT_VOLUME =
      new Kind(
          "", "v1", "PersistentVolume", "persistentvolumes", false, List.of("pv"), STATUS, NONE);

  public static final Kind PERSISTENT_VOLUME_CLAIM =
      new Kind(
          "",
          "v1",
          "PersistentVolumeClaim",
          "persistentvolumeclaims",
          true,
          List.of("pvc"),
          STATUS,
          NONE);
  public static final Kind STORAGE_CLASS =
      new Kind(
          "storage.k8s.io",
          "v1",
          "StorageClass",
          "storageclasses",
          false,
          List.of("sc"),
          NONE,
          NONE);
  public static final Kind CSI_NODE =
      new Kind("storage.k8s.io", "v1", "CSINode", "csinodes", false, NONE, NONE, NONE);
  public static final Kind CSI_DRIVER =
      new Kind("storage.k8s.io", "v1", "CSIDriver", "csidrivers", false, NONE, NONE, NONE);
  public static final Kind CSI_STORAGE_CAPACITY =
      new Kind(
          "storage.k8s.io",
          "v1",
          "CSIStorageCapacity",
          "csistoragecapacities",
          true,
          NONE,
          NONE,
          NONE);
  public static final Kind VOLUME_ATTACHMENT =
      new Kind(
          "storage.k8s.io",
          "v1",
          "VolumeAttachment",
          "volumeattachments",
          false,
          NONE,
          STATUS,
          NONE);

  public static final Kind DEVICE_CLASS =
      new Kind("resource.k8s.io", "v1", "DeviceClass", "deviceclasses", false, NONE, NONE, NONE);

  public static final Kind RESOURCE_CLAIM =
      new Kind(
          "resource.k8s.io", "v1", "ResourceClaim", "resourceclaims", true, NONE, STATUS, NONE);
  public static final Kind RESOURCE_SLICE =
      new Kind(
          "resource.k8s.io",
          "v1",
          "ResourceSlice",
          "resourceslices",
          false,
          NONE,
          NONE,
          List.of("spec.nodeName", "spec.driver"));

  private static final List<Kind> ALL =
      List.of(
          POD,
          NODE,
          NAMESPACE,
          CORE_EVENT,
          SERVICE_ACCOUNT,
          LEASE,
          EVENT,
          PRIORITY_CLASS,
          SERVICE,
          REPLICATION_CONTROLLER,
          REPLICA_SET,
          STATEFUL_SET,
          POD_DISRUPTION_BUDGET,
          PERSISTENT_VOLUME,
          PERSISTENT_VOLUME_CLAIM,
          STORAGE_CLASS,
          CSI_NODE,
          CSI_DRIVER,
          CSI_STORAGE_CAPACITY,
          VOLUME_ATTACHMENT,
          DEVICE_CLASS,
          RESOURCE_CLAIM,
          RESOURCE_SLICE);

  private Kinds() {}

  public static List<Kind> all() {
    return ALL;
  }

  /** The kind at that place of a path, or null. */
  public static @Nullable Kind served(String group, String version, String plural) {
    return ALL.stream()
        .filter(k -> k.group().equals(group) && k.version().equals(version))
        .filter(k -> k.plural().equals(plural))
        .findFirst()
        .orElse(null);
  }

  /** The kind that an object says it is, or null. */
  public static @Nullable Kind named(String apiVersion, String name) {
    return ALL.stream()
        .filter(k -> k.apiVersion().equals(apiVersion) && k.name().equals(name))
        .findFirst()
        .orElse(null);
  }
}
