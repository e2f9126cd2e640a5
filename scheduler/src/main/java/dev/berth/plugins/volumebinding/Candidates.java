package dev.berth.plugins.volumebinding;

import dev.berth.model.Labels;
import dev.berth.model.NodeRequirement;
import dev.berth.model.NodeSelector;
import dev.berth.model.NodeSelectorTerm;
import dev.berth.model.Quantity;
import dev.berth.model.storage.ClaimReference;
import dev.berth.model.storage.PersistentVolume;
import dev.berth.model.storage.PersistentVolumeClaim;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The volumes that exist already and would do for one claim, apart from where they are.
 *
 * <p>A volume that is set aside for the claim comes before all others, and when it is not within
 * reach of a node, no other is taken there. Otherwise the smallest one that is large enough is
 * taken; of several as small, kube-scheduler takes any, here it is the first by name.
 *
 * <p>Volumes that only single hosts reach, as local ones, are found by host: O(volumes) once for a
 * claim, then O(volumes of the host) for a node.
 *
 * <p>Mirrors {@code FindMatchingVolume}, component-helpers/storage/volume/pv_helpers.go, Kubernetes
 * 1.36.3. Threading: one per attempt.
 */
final class Candidates {
  private static final String HOST_NAME = "kubernetes.io/hostname";
  private static final Comparator<PersistentVolume> SMALLEST_FIRST =
      Comparator.comparing(PersistentVolume::capacity).thenComparing(PersistentVolume::key);

  private final List<PersistentVolume> setAside = new ArrayList<>();
  private final List<PersistentVolume> anywhere = new ArrayList<>();
  private final Map<String, List<PersistentVolume>> ofHost = new HashMap<>();

  /**
   * @param ofClass the volumes of the claim's class
   */
  Candidates(PersistentVolumeClaim claim, Collection<PersistentVolume> ofClass) {
    Quantity request = requestOf(claim);
    for (PersistentVolume volume : ofClass) {
      if (volume.claim() != null && !isSetAside(volume, claim)) {
        continue;
      }
      if (!isOfTheRightKind(volume, claim, request)) {
        continue;
      }
      if (volume.claim() != null) {
        setAside.add(volume);
      } else if (isFreeFor(volume, claim)) {
        file(volume);
      }
    }
    setAside.sort(Comparator.comparing(PersistentVolume::key));
    anywhere.sort(SMALLEST_FIRST);
    ofHost.values().forEach(volumes -> volumes.sort(SMALLEST_FIRST));
  }

  static Quantity requestOf(PersistentVolumeClaim claim) {
    Quantity request = claim.request();
    return request == null ? Quantity.ZERO : request;
  }

  /**
   * Whether somebody has chosen the volume for this claim, by name and, when that is given, by uid.
   */
  static boolean isSetAside(PersistentVolume volume, PersistentVolumeClaim claim) {
    ClaimReference reference = volume.claim();
    return reference != null
        && reference.name().equals(claim.key().name())
        && reference.namespace().equals(claim.key().namespace())
        && (reference.uid().isEmpty() || reference.uid().equals(claim.uid()));
  }

  private static boolean isOfTheRightKind(
      PersistentVolume volume, PersistentVolumeClaim claim, Quantity request) {
    return volume.capacity().compareTo(request) >= 0
        && volume.volumeMode().equals(claim.volumeMode())
        && volume.volumeAttributesClassName().equals(claim.volumeAttributesClassName())
        && !volume.deleting();
  }

  private static boolean isFreeFor(PersistentVolume volume, PersistentVolumeClaim claim) {
    return volume.available()
        && (claim.selector() == null || claim.selector().matches(volume.labels()))
        && volume.accessModes().containsAll(claim.accessModes());
  }

  private void file(PersistentVolume volume) {
    Set<String> hosts = hosts(volume.requiredNodes());
    if (hosts == null) {
      anywhere.add(volume);
    } else {
      hosts.forEach(host -> ofHost.computeIfAbsent(host, _ -> new ArrayList<>()).add(volume));
    }
  }

  /** The only hosts that can be meant; null when others can be, too. */
  private static @Nullable Set<String> hosts(@Nullable NodeSelector nodes) {
    if (nodes == null) {
      return null;
    }
    Set<String> hosts = new HashSet<>();
    for (NodeSelectorTerm term : nodes.terms()) {
      List<String> ofTerm = hosts(term);
      if (ofTerm == null) {
        return null;
      }
      hosts.addAll(ofTerm);
    }
    return hosts;
  }

  private static @Nullable List<String> hosts(NodeSelectorTerm term) {
    for (NodeRequirement required : term.matchExpressions()) {
      if (required.key().equals(HOST_NAME) && required.operator().equals("In")) {
        return required.values();
      }
    }
    return null;
  }

  /**
   * The volume for the claim on a node with these labels, or null.
   *
   * @param taken volumes that other claims of the pod get
   */
  @Nullable PersistentVolume on(Labels node, Set<PersistentVolume> taken) {
    for (PersistentVolume volume : setAside) {
      if (!taken.contains(volume)) {
        return volume.reaches(node) ? volume : null;
      }
    }
    PersistentVolume there = first(anywhere, node, taken);
    String host = node.get(HOST_NAME);
    List<PersistentVolume> local = host == null ? null : ofHost.get(host);
    PersistentVolume here = local == null ? null : first(local, node, taken);
    if (here == null || there == null) {
      return here == null ? there : here;
    }
    return SMALLEST_FIRST.compare(here, there) < 0 ? here : there;
  }

  private static @Nullable PersistentVolume first(
      List<PersistentVolume> volumes, Labels node, Set<PersistentVolume> taken) {
    for (PersistentVolume volume : volumes) {
      if (!taken.contains(volume) && volume.reaches(node)) {
        return volume;
      }
    }
    return null;
  }
}
