package dev.berth.it;

import dev.berth.it.RandomHistory.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * The storage of a {@link RandomHistory}: claims that are bound to volumes of a CSI driver, in
 * zones, on nodes or anywhere; claims that nobody binds; and drivers that attach a few volumes to a
 * node.
 *
 * <p>Threading: one per test.
 */
final class RandomVolumes {

  private static final int CLAIMS = 10;
  private static final String DRIVER = "csi.example.com";
  private static final String PARAMETERS = "provisioner: " + DRIVER + ", reclaimPolicy: Delete";

  private final SplittableRandom random;

  RandomVolumes(SplittableRandom random) {
    this.random = random;
  }

  List<Change> beginning(List<String> namespaces, int nodes) {
    List<Change> all = new ArrayList<>();
    for (String mode : List.of("Immediate", "WaitForFirstConsumer")) {
      all.add(
          new Change.Create(
              "/apis/storage.k8s.io/v1/storageclasses",
              "{apiVersion: storage.k8s.io/v1, kind: StorageClass, metadata: {name: %s},"
                      .formatted(mode.toLowerCase(Locale.ROOT))
                  + PARAMETERS
                  + ", volumeBindingMode: "
                  + mode
                  + "}"));
    }
    for (int i = 0; i < nodes; i++) {
      all.add(csiNode(i));
    }
    for (String namespace : namespaces) {
      for (int i = 0; i < CLAIMS; i++) {
        all.add(volume(namespace, i, nodes));
        all.add(claim(namespace, "claim-" + i, "volumeName: " + namespace + "-" + i, i));
      }
      all.add(claim(namespace, "unbound", "storageClassName: immediate", 1));
    }
    return all;
  }

  private Change csiNode(int number) {
    return new Change.Create(
        "/apis/storage.k8s.io/v1/csinodes",
        """
        {apiVersion: storage.k8s.io/v1, kind: CSINode, metadata: {name: node-%02d},
         spec: {drivers: [{name: %s, nodeID: node-%02d, allocatable: {count: %d}}]}}
        """
            .formatted(number, DRIVER, number, 1 + random.nextInt(3)));
  }

  private Change volume(String namespace, int number, int nodes) {
    String zone = "zone-" + random.nextInt(4);
    String place =
        switch (random.nextInt(4)) {
          case 0 ->
              affinity("key: topology.kubernetes.io/zone, operator: In, values: [" + zone + "]");
          case 1 ->
              affinity(
                  "key: kubernetes.io/hostname, operator: NotIn, values: [node-%02d]"
                      .formatted(random.nextInt(nodes)));
          default -> "";
        };
    return new Change.Create(
        "/api/v1/persistentvolumes",
        """
        {apiVersion: v1, kind: PersistentVolume,
         metadata: {name: %s-%d, labels: {%s}},
         spec: {%s, capacity: {storage: 1Gi}, accessModes: [%s],
           csi: {driver: %s, volumeHandle: handle-%s-%d},
           claimRef: {apiVersion: v1, kind: PersistentVolumeClaim, namespace: %s, name: claim-%d}}}
        """
            .formatted(
                namespace,
                number,
                random.nextInt(3) == 0 ? "topology.kubernetes.io/zone: " + zone : "",
                Yaml.fields("persistentVolumeReclaimPolicy: Retain", place),
                mode(number),
                DRIVER,
                namespace,
                number,
                namespace,
                number));
  }

  private static String affinity(String expression) {
    return "nodeAffinity: {required: {nodeSelectorTerms: [{matchExpressions: [{"
        + expression
        + "}]}]}}";
  }

  private static Change claim(String namespace, String name, String spec, int number) {
    return new Change.Create(
        "/api/v1/namespaces/" + namespace + "/persistentvolumeclaims",
        """
        {apiVersion: v1, kind: PersistentVolumeClaim,
         metadata: {name: %s, annotations: {%s}},
         spec: {%s, accessModes: [%s], resources: {requests: {storage: 1Gi}}}}
        """
            .formatted(
                name,
                spec.startsWith("volumeName")
                    ? "pv.kubernetes.io/bind-completed: \"yes\""
                    : "pv.kubernetes.io/none: \"\"",
                Yaml.fields(spec, spec.startsWith("volumeName") ? "storageClassName: \"\"" : ""),
                mode(number)));
  }

  /** One claim in five may be used by one pod only. */
  private static String mode(int number) {
    return number % 5 == 0 ? "ReadWriteOncePod" : "ReadWriteMany";
  }

  /** A field of a pod's spec, mostly with claims that are bound. */
  String ofPod() {
    List<String> volumes = new ArrayList<>();
    for (int i = 0; i <= random.nextInt(2); i++) {
      String claim =
          switch (random.nextInt(14)) {
            case 0 -> "missing";
            case 1 -> "unbound";
            default -> "claim-" + random.nextInt(CLAIMS);
          };
      volumes.add("{name: data-%d, persistentVolumeClaim: {claimName: %s}}".formatted(i, claim));
    }
    return "volumes: [" + String.join(", ", volumes) + "]";
  }
}
