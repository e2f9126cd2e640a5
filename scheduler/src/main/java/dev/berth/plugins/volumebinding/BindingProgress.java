package dev.berth.plugins.volumebinding;

import dev.berth.framework.Observations;
import dev.berth.framework.Status;
import dev.berth.model.ClusterObject.Kind;
import dev.berth.model.Node;
import dev.berth.model.ObjectKey;
import dev.berth.model.PodInfo;
import dev.berth.model.storage.CsiNode;
import dev.berth.model.storage.PersistentVolume;
import dev.berth.model.storage.PersistentVolumeClaim;
import org.jspecify.annotations.Nullable;

/**
 * Whether the claims that were written for a pod are bound by now, or will not be.
 *
 * <p>Looks at what the watches show, never at what is assumed: another pod may be assumed with the
 * same claim. Mirrors {@code checkBindings}, plugins/volumebinding/binder.go, Kubernetes 1.36.3.
 * Threading: scheduler thread only, while the binding thread waits.
 */
final class BindingProgress implements Observations.Question<Status> {
  private final PodInfo pod;
  private final BindingPlan plan;

  BindingProgress(PodInfo pod, BindingPlan plan) {
    this.pod = pod;
    this.plan = plan;
  }

  /** Success, an error, or null: not yet. */
  @Override
  public @Nullable Status ask(Observations.Sight sight) {
    String name = pod.nodeName();
    Node node = sight.node(name);
    if (node == null) {
      return failed("failed to get node \"" + name + "\": node \"" + name + "\" not found");
    }
    if (!sight.exists(pod)) {
      return failed("pod does not exist any more: pod \"" + pod.key().name() + "\" not found");
    }
    CsiNode csiNode = (CsiNode) sight.find(Kind.CSI_NODE, ObjectKey.ofCluster(name));
    boolean allBound = true;
    for (PlannedWrite.SetAside setAside : plan.volumes()) {
      Status status = ofVolume(setAside, node, csiNode, sight);
      if (status != null && !status.isSuccess()) {
        return status;
      }
      allBound &= status != null;
    }
    for (PlannedWrite.NodeSelection selection : plan.claims()) {
      Status status = ofClaim(selection, node, csiNode, sight);
      if (status != null && !status.isSuccess()) {
        return status;
      }
      allBound &= status != null;
    }
    return allBound ? Status.success() : null;
  }

  private static @Nullable Status ofVolume(
      PlannedWrite.SetAside setAside,
      Node node,
      @Nullable CsiNode csiNode,
      Observations.Sight sight) {
    ObjectKey key = setAside.wanted().key();
    PersistentVolume volume = (PersistentVolume) sight.find(Kind.PERSISTENT_VOLUME, key);
    if (volume == null) {
      return failed("failed to check binding: persistentvolumes \"" + key + "\" not found");
    }
    PersistentVolumeClaim claim = claim(setAside.claim().key(), sight);
    if (claim == null) {
      return failed(
          "failed to check binding: persistentvolumeclaims \""
              + setAside.claim().key()
              + "\" not found");
    }
    if (setAside.isStale(volume)) {
      return null;
    }
    Status unreachable = unreachable(volume, node, csiNode, "failed to translate pv to csi: ");
    if (unreachable != null) {
      return unreachable;
    }
    if (volume.claim() == null || volume.claim().uid().isEmpty()) {
      return failed("ClaimRef got reset for pv \"" + key + "\"");
    }
    return claim.isFullyBound() ? Status.success() : null;
  }

  private static @Nullable Status ofClaim(
      PlannedWrite.NodeSelection selection,
      Node node,
      @Nullable CsiNode csiNode,
      Observations.Sight sight) {
    ObjectKey key = selection.wanted().key();
    PersistentVolumeClaim claim = claim(key, sight);
    if (claim == null) {
      return failed(
          "failed to check provisioning pvc: persistentvolumeclaims \"" + key + "\" not found");
    }
    if (selection.isStale(claim)) {
      return null;
    }
    if (!node.name().equals(claim.selectedNode())) {
      return failed("provisioning failed for PVC \"" + key.name() + "\"");
    }
    if (!claim.volumeName().isEmpty()) {
      PersistentVolume volume =
          (PersistentVolume)
              sight.find(Kind.PERSISTENT_VOLUME, ObjectKey.ofCluster(claim.volumeName()));
      if (volume == null) {
        return null; // it will show, or the claim will be unbound
      }
      Status unreachable = unreachable(volume, node, csiNode, "");
      if (unreachable != null) {
        return unreachable;
      }
    }
    return claim.isFullyBound() ? Status.success() : null;
  }

  private static @Nullable PersistentVolumeClaim claim(ObjectKey key, Observations.Sight sight) {
    return (PersistentVolumeClaim) sight.find(Kind.PERSISTENT_VOLUME_CLAIM, key);
  }

  private static @Nullable Status unreachable(
      PersistentVolume volume, Node node, @Nullable CsiNode csiNode, String whenUnclear) {
    return switch (BoundVolume.of(volume).from(node.labels(), csiNode)) {
      case BoundVolume.Reach.Reaches() -> null;
      case BoundVolume.Reach.DoesNot(String why) ->
          failed(
              "pv \"%s\" node affinity doesn't match node \"%s\": %s"
                  .formatted(volume, node.name(), why));
      case BoundVolume.Reach.Unclear(String error) -> failed(whenUnclear + error);
    };
  }

  private static Status failed(String why) {
    return Status.error("binding volumes: " + why);
  }
}
