package dev.berth.pipeline;

import dev.berth.model.ClusterObject;
import dev.berth.model.Labels;
import dev.berth.model.NodeSelector;
import dev.berth.model.ObjectKey;
import dev.berth.model.PodVolume;
import dev.berth.model.VolumeSource;
import dev.berth.model.storage.CsiNode;
import dev.berth.model.storage.PersistentVolume;
import dev.berth.model.storage.PersistentVolumeClaim;
import dev.berth.model.storage.PersistentVolumeSource;
import dev.berth.model.storage.StorageClass;
import dev.berth.model.storage.VolumeAttachment;
import dev.berth.plugins.Make;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Random volumes of pods, and claims, volumes, classes and drivers that they may be of. */
final class RandomStorage {
  private static final List<String> CLASSES = List.of("", "slow", "fast");
  private static final List<String> DRIVERS =
      List.of("csi.example.com", "csi.example.com", "pd.csi.storage.gke.io");

  private final Chance chance;
  private final RandomNodeTerms terms;

  RandomStorage(Chance chance, RandomNodeTerms terms) {
    this.chance = chance;
    this.terms = terms;
  }

  List<PodVolume> volumes() {
    List<PodVolume> volumes = new ArrayList<>();
    for (VolumeSource source : chance.some(chance.oneIn(3) ? 3 : 1, this::volume)) {
      volumes.add(new PodVolume("v" + volumes.size(), source));
    }
    return volumes;
  }

  private VolumeSource volume() {
    return switch (chance.below(12)) {
      case 0 -> new VolumeSource.GcePersistentDisk("d" + chance.below(3), chance.oneIn(2));
      case 1 -> new VolumeSource.AwsElasticBlockStore(chance.oneIn(6) ? "aws://no" : "vol-1");
      case 2 -> new VolumeSource.AzureDisk("/d", chance.oneIn(6) ? "Dedicated" : "Managed");
      case 3 -> chance.oneIn(6) ? new VolumeSource.Ephemeral() : new VolumeSource.Claim("c0");
      default -> new VolumeSource.Claim(claim());
    };
  }

  private String claim() {
    return "c" + chance.below(12);
  }

  /** What volumes and their limits are made of. */
  ClusterObject any() {
    return switch (chance.below(9)) {
      case 0, 1 -> {
        String name = chance.oneIn(12) ? "p" + chance.below(40) + "-v0" : claim();
        PersistentVolumeClaim.Builder claim =
            PersistentVolumeClaim.builder(chance.namespace(), name).uid(name);
        yield chance.oneIn(4)
            ? claim.storageClassName(chance.pick(CLASSES)).build()
            : claim.volumeName("pv" + chance.below(12)).bindCompleted(!chance.oneIn(8)).build();
      }
      case 2, 3 ->
          PersistentVolume.builder("pv" + chance.below(12))
              .labels(chance.oneIn(5) ? Make.labels("topology.kubernetes.io/zone=a") : Labels.EMPTY)
              .requiredNodes(
                  chance.oneIn(6) ? NodeSelector.of(chance.some(2, terms::required)) : null)
              .source(volumeSource())
              .build();
      case 4 ->
          new StorageClass(
              ObjectKey.ofCluster(chance.pick(CLASSES)),
              chance.oneIn(3) ? "kubernetes.io/gce-pd" : chance.pick(DRIVERS),
              "WaitForFirstConsumer",
              List.of());
      case 5, 6 ->
          new CsiNode(
              ObjectKey.ofCluster("n" + chance.below(40)),
              chance.some(
                  3,
                  () ->
                      new CsiNode.Driver(
                          chance.pick(DRIVERS), chance.oneIn(4) ? null : chance.below(4))),
              chance.oneIn(2) ? Set.of() : Set.of("kubernetes.io/gce-pd"));
      default ->
          new VolumeAttachment(
              ObjectKey.ofCluster("a" + chance.below(30)),
              chance.pick(DRIVERS),
              "n" + chance.below(40),
              "pv" + chance.below(12));
    };
  }

  private PersistentVolumeSource volumeSource() {
    return switch (chance.below(8)) {
      case 0 -> new PersistentVolumeSource.Other();
      case 1 -> new PersistentVolumeSource.InTree(new VolumeSource.GcePersistentDisk("d0", false));
      default -> new PersistentVolumeSource.Csi(chance.pick(DRIVERS), "h" + chance.below(10));
    };
  }
}
