package dev.berth.it;

/** Manifests of volumes and claims. Threading: immutable. */
final class VolumeYaml {

  /** {@code made} by a provisioner that a test plays, and {@code local} ones that are there. */
  static final String CLASSES =
      """
      apiVersion: storage.k8s.io/v1
      kind: StorageClass
      metadata: {name: made}
      provisioner: played.berth.dev
      volumeBindingMode: WaitForFirstConsumer
      ---
      apiVersion: storage.k8s.io/v1
      kind: StorageClass
      metadata: {name: local}
      provisioner: kubernetes.io/no-provisioner
      volumeBindingMode: WaitForFirstConsumer
      """;

  private VolumeYaml() {}

  static String claim(String name, String storageClass) {
    return "apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {name: %s}\nspec: {%s}\n"
        .formatted(name, claimSpec(storageClass));
  }

  static String claimSpec(String storageClass) {
    return "storageClassName: "
        + storageClass
        + ", accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}";
  }

  static String localVolume(String name, String node) {
    return """
    apiVersion: v1
    kind: PersistentVolume
    metadata: {name: %s}
    spec:
      capacity: {storage: 2Gi}
      accessModes: [ReadWriteOnce]
      storageClassName: local
      local: {path: /disk}
      nodeAffinity: {required: {nodeSelectorTerms: [{matchExpressions:
        [{key: kubernetes.io/hostname, operator: In, values: [%s]}]}]}}
    """
        .formatted(name, node);
  }

  /** The field of a pod with the claim. */
  static String mounting(String claim) {
    return "volumes: [{name: v, persistentVolumeClaim: {claimName: " + claim + "}}]";
  }
}
