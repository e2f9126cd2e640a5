package dev.berth.kube.watch;

import com.fasterxml.jackson.core.JsonParser;
import dev.berth.cycle.ObjectKind;
import dev.berth.kube.decode.DecodedObject;
import dev.berth.kube.decode.KindDecoders;
import dev.berth.kube.decode.NodeDecoder;
import dev.berth.kube.decode.ObjectIdentity;
import dev.berth.kube.decode.PodDecoder;
import dev.berth.kube.decode.UndecodableObject;
import dev.berth.model.ClusterObject;
import java.io.IOException;
import java.util.Map;
import java.util.function.Function;

/**
 * A kind of object that is watched: where it is on the server and how it is read.
 *
 * <p>Threading: immutable; {@code reader} is called by the thread of the kind's reflector only.
 *
 * @param <H> what the informer holds of it
 * @param path of the collection
 * @param selection query parameters that leave objects out
 * @param deleted from who it was to what the informer is told of a deletion; a deletion must come
 *     through even when the rest of the object cannot be understood
 */
record WatchedKind<H extends Held>(
    ObjectKind objectKind,
    String kind,
    String path,
    Map<String, String> selection,
    Necessity necessity,
    Class<H> holder,
    Reader<H> reader,
    Function<ObjectIdentity, H> deleted) {

  /** Whether there can be a scheduler without this kind. */
  enum Necessity {
    /** No decision is made before all of them are known. */
    REQUIRED,
    /** When the server has it not, or we may not read it, only the pods that need it suffer. */
    OPTIONAL
  }

  /** Reads one object of a stream; see {@code PodDecoder.decode(JsonParser)}. */
  @FunctionalInterface
  interface Reader<H extends Held> {
    H read(JsonParser parser) throws IOException, UndecodableObject;
  }

  /** Pods that still need a node or hold one; a pod that ends is shown as deleted. */
  static WatchedKind<HeldPod> pods(PodDecoder decoder) {
    return new WatchedKind<>(
        ObjectKind.PODS,
        HeldPod.KIND,
        "/api/v1/pods",
        Map.of("fieldSelector", "status.phase!=Succeeded,status.phase!=Failed"),
        Necessity.REQUIRED,
        HeldPod.class,
        parser -> HeldPod.of(decoder.decode(parser)),
        HeldPod::deleted);
  }

  static WatchedKind<HeldNode> nodes(NodeDecoder decoder) {
    return new WatchedKind<>(
        ObjectKind.NODES,
        HeldNode.KIND,
        "/api/v1/nodes",
        Map.of(),
        Necessity.REQUIRED,
        HeldNode.class,
        parser -> HeldNode.of(decoder.decode(parser)),
        HeldNode::deleted);
  }

  static WatchedKind<HeldNamespace> namespaces() {
    return object(
        ObjectKind.NAMESPACES,
        ClusterObject.Kind.NAMESPACE,
        "Namespace",
        "/api/v1/namespaces",
        HeldNamespace.class,
        HeldNamespace::new,
        HeldNamespace::new);
  }

  static WatchedKind<HeldService> services() {
    return object(
        ObjectKind.SERVICES,
        ClusterObject.Kind.SERVICE,
        "Service",
        "/api/v1/services",
        HeldService.class,
        HeldService::new,
        HeldService::new);
  }

  static WatchedKind<HeldReplicationController> replicationControllers() {
    return object(
        ObjectKind.REPLICATION_CONTROLLERS,
        ClusterObject.Kind.REPLICATION_CONTROLLER,
        "ReplicationController",
        "/api/v1/replicationcontrollers",
        HeldReplicationController.class,
        HeldReplicationController::new,
        HeldReplicationController::new);
  }

  static WatchedKind<HeldReplicaSet> replicaSets() {
    return object(
        ObjectKind.REPLICA_SETS,
        ClusterObject.Kind.REPLICA_SET,
        "ReplicaSet",
        "/apis/apps/v1/replicasets",
        HeldReplicaSet.class,
        HeldReplicaSet::new,
        HeldReplicaSet::new);
  }

  static WatchedKind<HeldStatefulSet> statefulSets() {
    return object(
        ObjectKind.STATEFUL_SETS,
        ClusterObject.Kind.STATEFUL_SET,
        "StatefulSet",
        "/apis/apps/v1/statefulsets",
        HeldStatefulSet.class,
        HeldStatefulSet::new,
        HeldStatefulSet::new);
  }

  static WatchedKind<HeldPodDisruptionBudget> podDisruptionBudgets() {
    return object(
        ObjectKind.POD_DISRUPTION_BUDGETS,
        ClusterObject.Kind.POD_DISRUPTION_BUDGET,
        "PodDisruptionBudget",
        "/apis/policy/v1/poddisruptionbudgets",
        HeldPodDisruptionBudget.class,
        HeldPodDisruptionBudget::new,
        HeldPodDisruptionBudget::new);
  }

  static WatchedKind<HeldPersistentVolume> persistentVolumes() {
    return object(
        ObjectKind.PERSISTENT_VOLUMES,
        ClusterObject.Kind.PERSISTENT_VOLUME,
        "PersistentVolume",
        "/api/v1/persistentvolumes",
        HeldPersistentVolume.class,
        HeldPersistentVolume::new,
        HeldPersistentVolume::new);
  }

  static WatchedKind<HeldPersistentVolumeClaim> persistentVolumeClaims() {
    return object(
        ObjectKind.PERSISTENT_VOLUME_CLAIMS,
        ClusterObject.Kind.PERSISTENT_VOLUME_CLAIM,
        "PersistentVolumeClaim",
        "/api/v1/persistentvolumeclaims",
        HeldPersistentVolumeClaim.class,
        HeldPersistentVolumeClaim::new,
        HeldPersistentVolumeClaim::new);
  }

  static WatchedKind<HeldStorageClass> storageClasses() {
    return object(
        ObjectKind.STORAGE_CLASSES,
        ClusterObject.Kind.STORAGE_CLASS,
        "StorageClass",
        "/apis/storage.k8s.io/v1/storageclasses",
        HeldStorageClass.class,
        HeldStorageClass::new,
        HeldStorageClass::new);
  }

  static WatchedKind<HeldCsiNode> csiNodes() {
    return object(
        ObjectKind.CSI_NODES,
        ClusterObject.Kind.CSI_NODE,
        "CSINode",
        "/apis/storage.k8s.io/v1/csinodes",
        HeldCsiNode.class,
        HeldCsiNode::new,
        HeldCsiNode::new);
  }

  static WatchedKind<HeldCsiDriver> csiDrivers() {
    return object(
        ObjectKind.CSI_DRIVERS,
        ClusterObject.Kind.CSI_DRIVER,
        "CSIDriver",
        "/apis/storage.k8s.io/v1/csidrivers",
        HeldCsiDriver.class,
        HeldCsiDriver::new,
        HeldCsiDriver::new);
  }

  static WatchedKind<HeldCsiStorageCapacity> csiStorageCapacities() {
    return object(
        ObjectKind.CSI_STORAGE_CAPACITIES,
        ClusterObject.Kind.CSI_STORAGE_CAPACITY,
        "CSIStorageCapacity",
        "/apis/storage.k8s.io/v1/csistoragecapacities",
        HeldCsiStorageCapacity.class,
        HeldCsiStorageCapacity::new,
        HeldCsiStorageCapacity::new);
  }

  static WatchedKind<HeldVolumeAttachment> volumeAttachments() {
    return object(
        ObjectKind.VOLUME_ATTACHMENTS,
        ClusterObject.Kind.VOLUME_ATTACHMENT,
        "VolumeAttachment",
        "/apis/storage.k8s.io/v1/volumeattachments",
        HeldVolumeAttachment.class,
        HeldVolumeAttachment::new,
        HeldVolumeAttachment::new);
  }

  static WatchedKind<HeldDeviceClass> deviceClasses() {
    return object(
        ObjectKind.DEVICE_CLASSES,
        ClusterObject.Kind.DEVICE_CLASS,
        "DeviceClass",
        "/apis/resource.k8s.io/v1/deviceclasses",
        HeldDeviceClass.class,
        HeldDeviceClass::new,
        HeldDeviceClass::new);
  }

  static WatchedKind<HeldResourceClaim> resourceClaims() {
    return object(
        ObjectKind.RESOURCE_CLAIMS,
        ClusterObject.Kind.RESOURCE_CLAIM,
        "ResourceClaim",
        "/apis/resource.k8s.io/v1/resourceclaims",
        HeldResourceClaim.class,
        HeldResourceClaim::new,
        HeldResourceClaim::new);
  }

  static WatchedKind<HeldResourceSlice> resourceSlices() {
    return object(
        ObjectKind.RESOURCE_SLICES,
        ClusterObject.Kind.RESOURCE_SLICE,
        "ResourceSlice",
        "/apis/resource.k8s.io/v1/resourceslices",
        HeldResourceSlice.class,
        HeldResourceSlice::new,
        HeldResourceSlice::new);
  }

  /** A kind that plugins look up, and that a scheduler can do without for a while. */
  private static <H extends HeldObject> WatchedKind<H> object(
      ObjectKind objectKind,
      ClusterObject.Kind decodedAs,
      String name,
      String path,
      Class<H> holder,
      Function<DecodedObject, H> seen,
      Function<ObjectIdentity, H> deleted) {
    return new WatchedKind<>(
        objectKind,
        name,
        path,
        Map.of(),
        Necessity.OPTIONAL,
        holder,
        parser -> seen.apply(KindDecoders.object(decodedAs, parser)),
        deleted);
  }

  /** Why the kind cannot be known, for somebody who can change that. */
  String missing(RefusedException refusal) {
    return refusal.isForbidden()
        ? resource() + " cannot be read, a ClusterRole needs the rule " + rule()
        : "the server has no " + apiVersion() + " " + resource();
  }

  /** {@code deviceclasses}. */
  String resource() {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** {@code resource.k8s.io/v1}, or {@code v1}. */
  String apiVersion() {
    return path.substring(path.startsWith("/apis/") ? 6 : 5, path.lastIndexOf('/'));
  }

  /** The rule that a role needs, as it stands in YAML. */
  String rule() {
    int slash = apiVersion().indexOf('/');
    String group = slash < 0 ? "" : apiVersion().substring(0, slash);
    return "{apiGroups: [\"%s\"], resources: [\"%s\"], verbs: [\"list\", \"watch\"]}"
        .formatted(group, resource());
  }
}
