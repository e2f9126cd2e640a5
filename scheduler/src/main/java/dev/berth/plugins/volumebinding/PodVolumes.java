package dev.berth.plugins.volumebinding;

import dev.berth.framework.Lister;
import dev.berth.framework.Status;
import dev.berth.model.Labels;
import dev.berth.model.Node;
import dev.berth.model.ObjectKey;
import dev.berth.model.storage.CsiNode;
import dev.berth.model.storage.PersistentVolume;
import dev.berth.model.storage.PersistentVolumeClaim;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the volumes of one pod need of a node.
 *
 * <p>Mirrors {@code FindPodVolumes}, {@code checkBoundClaims}, {@code findMatchingVolumes} and
 * {@code checkVolumeProvisions}, plugins/volumebinding/binder.go, Kubernetes 1.36.3. Threading:
 * scheduler thread only; one per attempt.
 */
final class PodVolumes {
  private final List<BoundVolume> bound;
  private final boolean anyMigrated;
  private final boolean volumeMissing;
  private final List<UnboundClaim> placed;
  private final List<UnboundClaim> toMatch;
  private final Lister<CsiNode> csiNodes;

  /**
   * @param bound the volumes of claims that are bound, up to the first that is missing
   * @param volumeMissing whether a bound claim has no volume
   * @param unbound claims that wait for a node, in the pod's order
   */
  PodVolumes(
      List<BoundVolume> bound,
      boolean volumeMissing,
      List<UnboundClaim> unbound,
      Lister<CsiNode> csiNodes) {
    this.bound = bound.stream().filter(volume -> !volume.isReachedFromEverywhere()).toList();
    this.anyMigrated = this.bound.stream().anyMatch(volume -> volume.migration() != null);
    this.volumeMissing = volumeMissing;
    this.placed = unbound.stream().filter(claim -> claim.candidates() == null).toList();
    this.toMatch =
        unbound.stream()
            .filter(claim -> claim.candidates() != null)
            .sorted(UnboundClaim.SMALLEST_FIRST)
            .toList();
    this.csiNodes = csiNodes;
  }

  /** Whether nothing has to be bound. */
  boolean allBound() {
    return placed.isEmpty() && toMatch.isEmpty();
  }

  /** Whether every node is fine. */
  boolean fitEverywhere() {
    return allBound() && bound.isEmpty() && !volumeMissing;
  }

  NodeVolumes on(Node node) {
    // 1. What is bound must be within reach.
    CsiNode csiNode = anyMigrated ? csiNodes.find(ObjectKey.ofCluster(node.name())) : null;
    boolean reached = true;
    for (int i = 0; i < bound.size() && reached; i++) {
      switch (bound.get(i).from(node.labels(), csiNode)) {
        case BoundVolume.Reach.Reaches() -> {}
        case BoundVolume.Reach.DoesNot(_) -> reached = false;
        case BoundVolume.Reach.Unclear(String error) -> {
          return new NodeVolumes.Unfit(Status.error(error));
        }
      }
    }
    Rejections rejections = new Rejections(!reached, false, false, reached && volumeMissing);
    if (allBound()) {
      return rejections.any()
          ? new NodeVolumes.Unfit(rejections.status())
          : NodeVolumes.Fit.NOTHING_TO_DO;
    }

    // 2. What is being provisioned already is so for one node.
    for (UnboundClaim unbound : placed) {
      if (!node.name().equals(unbound.claim().selectedNode())) {
        return new NodeVolumes.Unfit(rejections.withoutVolume().status());
      }
    }

    // 3. Volumes that exist are taken where they fit, the others are provisioned.
    return matchedAndProvisioned(node.labels(), rejections);
  }

  private NodeVolumes matchedAndProvisioned(Labels node, Rejections bound) {
    List<NodeVolumes.Match> matches = new ArrayList<>(toMatch.size());
    List<UnboundClaim> toProvision = new ArrayList<>(placed);
    Set<PersistentVolume> taken = new HashSet<>();
    for (UnboundClaim unbound : toMatch) {
      if (unbound.selectorError() != null) {
        return new NodeVolumes.Unfit(Status.error(unbound.selectorError()));
      }
      PersistentVolume volume = match(unbound, node, taken);
      if (volume == null) {
        toProvision.add(unbound);
      } else {
        taken.add(volume);
        matches.add(new NodeVolumes.Match(unbound.claim(), volume));
      }
    }
    Rejections rejections = provisioned(toProvision, node, bound);
    if (rejections.any()) {
      return new NodeVolumes.Unfit(rejections.status());
    }
    List<PersistentVolumeClaim> provisions = toProvision.stream().map(UnboundClaim::claim).toList();
    return new NodeVolumes.Fit(matches, provisions);
  }

  private static @Nullable PersistentVolume match(
      UnboundClaim unbound, Labels node, Set<PersistentVolume> taken) {
    Candidates candidates = unbound.candidates();
    return candidates == null ? null : candidates.on(node, taken);
  }

  /** The first claim that cannot be provisioned decides. */
  private static Rejections provisioned(
      List<UnboundClaim> claims, Labels node, Rejections rejections) {
    for (UnboundClaim unbound : claims) {
      if (!unbound.provisioning().isOfferedAt(node)) {
        return rejections.withoutVolume();
      }
      if (!unbound.provisioning().hasRoomAt(node)) {
        return rejections.withoutSpace();
      }
    }
    return rejections;
  }
}
