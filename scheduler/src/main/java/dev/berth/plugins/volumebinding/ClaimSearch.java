package dev.berth.plugins.volumebinding;

import dev.berth.framework.Lister;
import dev.berth.framework.Listers;
import dev.berth.framework.Status;
import dev.berth.model.LabelSelector;
import dev.berth.model.ObjectKey;
import dev.berth.model.PodInfo;
import dev.berth.model.PodVolume;
import dev.berth.model.Quantity;
import dev.berth.model.VolumeSource;
import dev.berth.model.storage.CsiDriver;
import dev.berth.model.storage.CsiStorageCapacity;
import dev.berth.model.storage.PersistentVolume;
import dev.berth.model.storage.PersistentVolumeClaim;
import dev.berth.model.storage.StorageClass;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Looks up everything that one pod's claims depend on, once, or finds why the pod cannot be placed
 * at all.
 *
 * <p>Where a kind cannot be read that a claim depends on, the pod is rejected with what is missing.
 *
 * <p>Mirrors {@code podHasPVCs}, plugins/volumebinding/volume_binding.go, and {@code
 * GetPodVolumeClaims}, binder.go beside it, Kubernetes 1.36.3. Threading: scheduler thread only;
 * one per attempt.
 */
final class ClaimSearch {
  private final Listers listers;
  private final PodInfo pod;
  private final List<PersistentVolumeClaim> claims = new ArrayList<>();
  private final List<BoundVolume> bound = new ArrayList<>();
  private final List<UnboundClaim> unbound = new ArrayList<>();
  private boolean volumeMissing;

  ClaimSearch(Listers listers, PodInfo pod) {
    this.listers = listers;
    this.pod = pod;
  }

  /** What was found, when {@link #run} succeeded. */
  PodVolumes volumes() {
    return new PodVolumes(bound, volumeMissing, unbound, listers.csiNodes());
  }

  /** Success; Skip for a pod without claims; or why it can be placed nowhere. */
  Status run() {
    // 1. The claims must be there and usable.
    for (PodVolume volume : pod.volumes()) {
      String name = volume.claimName(pod);
      if (name != null) {
        String problem = lookUp(name, volume.source() instanceof VolumeSource.Ephemeral);
        if (problem != null) {
          return Status.unresolvable(problem);
        }
      }
    }
    if (claims.isEmpty()) {
      return Status.skip();
    }

    // 2. Each is bound, or waits for a node, or should have been bound by others.
    boolean waitsForOthers = false;
    for (PersistentVolumeClaim claim : claims) {
      Status status = claim.isFullyBound() ? lookUpVolume(claim) : lookUpClass(claim);
      if (status instanceof Status.Skip) {
        waitsForOthers = true;
      } else if (!status.isSuccess()) {
        return status;
      }
    }
    return waitsForOthers
        ? Status.unresolvable("pod has unbound immediate PersistentVolumeClaims")
        : Status.success();
  }

  private @Nullable String lookUp(String name, boolean ephemeral) {
    Lister<PersistentVolumeClaim> lister = listers.persistentVolumeClaims();
    if (lister.missing() != null) {
      return "claim \"" + name + "\" is not known: " + lister.missing();
    }
    PersistentVolumeClaim claim = lister.find(new ObjectKey(pod.key().namespace(), name));
    if (claim == null) {
      return ephemeral
          ? "waiting for ephemeral volume controller to create the persistentvolumeclaim \""
              + name
              + "\""
          : "persistentvolumeclaim \"" + name + "\" not found";
    }
    if (claim.lost()) {
      return "persistentvolumeclaim \""
          + name
          + "\" bound to non-existent persistentvolume \""
          + claim.volumeName()
          + "\"";
    }
    if (claim.deleting()) {
      return "persistentvolumeclaim \"" + name + "\" is being deleted";
    }
    if (ephemeral && !claim.wasMadeFor(pod)) {
      return "PVC %s was not created for pod %s (pod is not owner)".formatted(claim, pod.key());
    }
    claims.add(claim);
    return null;
  }

  private Status lookUpVolume(PersistentVolumeClaim claim) {
    Lister<PersistentVolume> lister = listers.persistentVolumes();
    if (lister.missing() != null) {
      return unknown("the volume of claim \"" + claim + "\" is not known", lister);
    }
    if (volumeMissing) {
      return Status.success(); // the first one decides
    }
    PersistentVolume volume = lister.find(ObjectKey.ofCluster(claim.volumeName()));
    if (volume == null) {
      volumeMissing = true;
      return Status.success();
    }
    BoundVolume found = BoundVolume.of(volume);
    if (found.migration() != null && listers.csiNodes().missing() != null) {
      return unknown("who serves volume \"" + volume + "\" is not known", listers.csiNodes());
    }
    bound.add(found);
    return Status.success();
  }

  /** Skip for a claim that others bind at once. */
  private Status lookUpClass(PersistentVolumeClaim claim) {
    String name = claim.storageClassName();
    if (name.isEmpty()) {
      return Status.skip();
    }
    Lister<StorageClass> lister = listers.storageClasses();
    if (lister.missing() != null) {
      return unknown("the class of claim \"" + claim + "\" is not known", lister);
    }
    StorageClass storageClass = lister.find(ObjectKey.ofCluster(name));
    if (storageClass == null) {
      return Status.skip();
    }
    if (storageClass.volumeBindingMode() == null) {
      return Status.error("VolumeBindingMode not set for StorageClass \"" + name + "\"");
    }
    if (!storageClass.waitsForFirstConsumer() || !claim.volumeName().isEmpty()) {
      return Status.skip();
    }
    return add(claim, storageClass);
  }

  private Status add(PersistentVolumeClaim claim, StorageClass storageClass) {
    if (listers.persistentVolumes().missing() != null) {
      return unknown(
          "which volumes are free for claim \"" + claim + "\" is not known",
          listers.persistentVolumes());
    }
    Lister<?> unreadable = unreadableForRoom(claim, storageClass);
    if (unreadable != null) {
      return unknown("where claim \"" + claim + "\" can be provisioned is not known", unreadable);
    }
    LabelSelector selector = claim.selector();
    String error = selector == null ? null : selector.parseError();
    unbound.add(
        new UnboundClaim(
            claim,
            new Provisioning(storageClass, roomyTopologies(claim, storageClass)),
            error == null
                ? null
                : "error creating internal label selector for claim: " + claim + ": " + error,
            claim.selectedNode() != null
                ? null
                : new Candidates(
                    claim, listers.persistentVolumes().of(storageClass.key().name()))));
    return Status.success();
  }

  private @Nullable Lister<?> unreadableForRoom(
      PersistentVolumeClaim claim, StorageClass storageClass) {
    if (claim.request() == null || !Provisioning.isProvisioned(storageClass)) {
      return null;
    }
    if (listers.csiDrivers().missing() != null) {
      return listers.csiDrivers();
    }
    return saysHowMuchRoom(storageClass) && listers.csiStorageCapacities().missing() != null
        ? listers.csiStorageCapacities()
        : null;
  }

  private boolean saysHowMuchRoom(StorageClass storageClass) {
    CsiDriver driver = listers.csiDrivers().find(ObjectKey.ofCluster(storageClass.provisioner()));
    return driver != null && driver.storageCapacity();
  }

  private @Nullable Topologies roomyTopologies(
      PersistentVolumeClaim claim, StorageClass storageClass) {
    Quantity request = claim.request();
    if (request == null || !saysHowMuchRoom(storageClass)) {
      return null;
    }
    long bytes = request.value();
    List<LabelSelector> roomy = new ArrayList<>();
    for (CsiStorageCapacity capacity :
        listers.csiStorageCapacities().of(storageClass.key().name())) {
      Quantity limit = capacity.volumeLimit();
      if (limit != null && limit.value() >= bytes) {
        roomy.add(capacity.nodeTopology());
      }
    }
    return new Topologies(roomy);
  }

  private static Status unknown(String what, Lister<?> missing) {
    return Status.unresolvable(what + ": " + missing.missing());
  }
}
