package dev.berth.plugins.volumebinding;

import dev.berth.model.LabelRequirement;
import dev.berth.model.LabelSelector;
import dev.berth.model.NodeSelector;
import dev.berth.model.ObjectKey;
import dev.berth.model.PodInfo;
import dev.berth.model.PodVolume;
import dev.berth.model.Quantity;
import dev.berth.model.VolumeSource;
import dev.berth.model.storage.ClaimReference;
import dev.berth.model.storage.CsiDriver;
import dev.berth.model.storage.CsiStorageCapacity;
import dev.berth.model.storage.PersistentVolume;
import dev.berth.model.storage.PersistentVolumeClaim;
import dev.berth.model.storage.StorageClass;
import dev.berth.plugins.Make;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Short ways to write volumes and claims; all in version 1 and in namespace default. */
public final class Storage {
  private Storage() {}

  /** A pod with these claims. */
  public static PodInfo.Builder pod(String name, String... claims) {
    List<PodVolume> volumes =
        IntStream.range(0, claims.length)
            .mapToObj(i -> new PodVolume("v" + i, new VolumeSource.Claim(claims[i])))
            .toList();
    return Make.pod(name).volumes(volumes);
  }

  /** A pod with one ephemeral volume, whose claim is {@code name-scratch}. */
  public static PodInfo.Builder podWithScratch(String name) {
    return Make.pod(name).volumes(List.of(new PodVolume("scratch", new VolumeSource.Ephemeral())));
  }

  /** A claim of that class that waits. */
  public static PersistentVolumeClaim.Builder claim(String name, String storageClass, String size) {
    return PersistentVolumeClaim.builder("default", name)
        .uid("uid-" + name)
        .resourceVersion("1")
        .storageClassName(storageClass)
        .accessModes(Set.of("ReadWriteOnce"))
        .request(Quantity.parse(size));
  }

  /** A claim that is bound to that volume. */
  public static PersistentVolumeClaim.Builder boundClaim(String name, String volume) {
    return claim(name, "late", "1Gi").volumeName(volume).bindCompleted(true);
  }

  /** A volume of that class that is free. */
  public static PersistentVolume.Builder volume(String name, String storageClass, String size) {
    return PersistentVolume.builder(name)
        .uid("uid-" + name)
        .resourceVersion("1")
        .available(true)
        .storageClassName(storageClass)
        .accessModes(Set.of("ReadWriteOnce"))
        .capacity(Quantity.parse(size));
  }

  public static ClaimReference reference(String name, String uid) {
    return new ClaimReference("default", name, uid);
  }

  /** Only nodes with this value of the label. */
  public static NodeSelector where(String key, String... values) {
    return Make.anyOf(Make.term(Make.requirement(key, "In", values)));
  }

  public static NodeSelector onHost(String... hosts) {
    return where("kubernetes.io/hostname", hosts);
  }

  /** A class whose claims wait for a pod, and whose volumes that provisioner makes. */
  public static StorageClass late(String name, String provisioner, LabelSelector... allowed) {
    return new StorageClass(
        ObjectKey.ofCluster(name), provisioner, "WaitForFirstConsumer", List.of(allowed));
  }

  public static StorageClass immediate(String name) {
    return new StorageClass(ObjectKey.ofCluster(name), "csi.a", "Immediate", List.of());
  }

  /** Nodes in one of these zones. */
  static LabelSelector zone(String... zones) {
    return LabelSelector.of(Map.of(), List.of(new LabelRequirement("zone", "In", List.of(zones))));
  }

  static CsiDriver driver(String name, boolean storageCapacity) {
    return new CsiDriver(ObjectKey.ofCluster(name), storageCapacity);
  }

  static CsiStorageCapacity room(String storageClass, String zone, String size) {
    return new CsiStorageCapacity(
        new ObjectKey("kube-system", storageClass + "-" + zone + "-" + size),
        storageClass,
        LabelSelector.of(Map.of("zone", zone), List.of()),
        Quantity.parse(size),
        null);
  }

  static List<String> names(List<PersistentVolumeClaim> claims) {
    return claims.stream().map(claim -> claim.key().name()).toList();
  }

  static Stream<String> texts(List<NodeVolumes.Match> matches) {
    return matches.stream().map(match -> match.claim().key().name() + "=" + match.volume().key());
  }
}
