package dev.berth.plugins.volumezone;

import dev.berth.framework.ActionType;
import dev.berth.framework.ClusterEvent;
import dev.berth.framework.ClusterView;
import dev.berth.framework.CycleState;
import dev.berth.framework.EnqueueExtensions;
import dev.berth.framework.EventRegistration;
import dev.berth.framework.EventResource;
import dev.berth.framework.Lister;
import dev.berth.framework.Listers;
import dev.berth.framework.MemoizedFilter;
import dev.berth.framework.NodeDependence;
import dev.berth.framework.PreFilterPlugin;
import dev.berth.framework.PreFilterResult;
import dev.berth.framework.StateKey;
import dev.berth.framework.Status;
import dev.berth.model.NodeInfo;
import dev.berth.model.ObjectKey;
import dev.berth.model.PodInfo;
import dev.berth.model.PodVolume;
import dev.berth.model.VolumeSource;
import dev.berth.model.storage.PersistentVolume;
import dev.berth.model.storage.PersistentVolumeClaim;
import dev.berth.model.storage.StorageClass;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rejects nodes outside of the zones and regions that the labels of the pod's bound volumes name.
 *
 * <p>Only volumes that a pod names by claim are looked at; nodes without any label of zone or
 * region take every pod. Where claims, volumes or classes cannot be read, pods with claims are
 * rejected.
 *
 * <p>Mirrors plugins/volumezone, Kubernetes 1.36.3. Threading: immutable, but for what the listers
 * show.
 */
public final class VolumeZone implements PreFilterPlugin, MemoizedFilter, EnqueueExtensions {
  public static final String NAME = "VolumeZone";

  private static final StateKey<Zones> PRE_FILTER = StateKey.of("PreFilter" + NAME);
  private static final Status CONFLICT =
      Status.unresolvable("node(s) had no available volume zone");

  /** What the pod's volumes ask of nodes, or why that cannot be said. */
  private record Zones(@Nullable Status failure, List<VolumeTopology> topologies) {
    static Zones failed(String reason) {
      return new Zones(Status.unresolvable(reason), List.of());
    }
  }

  private final Lister<PersistentVolumeClaim> claims;
  private final Lister<PersistentVolume> volumes;
  private final Lister<StorageClass> classes;

  public VolumeZone(Listers listers) {
    this.claims = listers.persistentVolumeClaims();
    this.volumes = listers.persistentVolumes();
    this.classes = listers.storageClasses();
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public PreFilterResult preFilter(CycleState state, PodInfo pod, ClusterView view) {
    if (pod.volumes().isEmpty()) {
      return PreFilterResult.skip();
    }
    Zones zones = zones(pod);
    if (zones.failure() != null) {
      return PreFilterResult.failed(zones.failure());
    }
    if (zones.topologies().isEmpty()) {
      return PreFilterResult.skip();
    }
    state.put(PRE_FILTER, zones);
    return PreFilterResult.allNodes();
  }

  private Zones zones(PodInfo pod) {
    List<VolumeTopology> topologies = new ArrayList<>();
    for (PodVolume volume : pod.volumes()) {
      if (volume.source() instanceof VolumeSource.Claim(String claimName)) {
        Zones zones = zones(new ObjectKey(pod.key().namespace(), claimName));
        if (zones.failure() != null) {
          return zones;
        }
        topologies.addAll(zones.topologies());
      }
    }
    return new Zones(null, topologies);
  }

  private Zones zones(ObjectKey key) {
    if (key.name().isEmpty()) {
      return Zones.failed("PersistentVolumeClaim had no name");
    }
    String missing = missing();
    if (missing != null) {
      return Zones.failed("the pod has volumes of persistentvolumeclaims: " + missing);
    }
    PersistentVolumeClaim claim = claims.find(key);
    if (claim == null) {
      return Zones.failed("persistentvolumeclaim \"" + key.name() + "\" not found");
    }
    if (claim.volumeName().isEmpty()) {
      return unbound(claim.storageClassName());
    }
    PersistentVolume volume = volumes.find(ObjectKey.ofCluster(claim.volumeName()));
    return volume == null
        ? Zones.failed("persistentvolume \"" + claim.volumeName() + "\" not found")
        : new Zones(null, VolumeTopology.of(volume));
  }

  private Zones unbound(String className) {
    if (className.isEmpty()) {
      return Zones.failed("PersistentVolumeClaim had no pv name and storageClass name");
    }
    StorageClass storageClass = classes.find(ObjectKey.ofCluster(className));
    if (storageClass == null) {
      return Zones.failed("storageclass.storage.k8s.io \"" + className + "\" not found");
    }
    if (storageClass.volumeBindingMode() == null) {
      return Zones.failed("VolumeBindingMode not set for StorageClass \"" + className + "\"");
    }
    return storageClass.waitsForFirstConsumer()
        ? new Zones(null, List.of())
        : Zones.failed("PersistentVolume had no name");
  }

  private @Nullable String missing() {
    for (Lister<?> lister : List.of(claims, volumes, classes)) {
      if (lister.missing() != null) {
        return lister.missing();
      }
    }
    return null;
  }

  @Override
  public Status filter(CycleState state, PodInfo pod, NodeInfo node) {
    if (pod.volumes().isEmpty()) {
      return Status.success();
    }
    Zones remembered = state.find(PRE_FILTER);
    Zones zones = remembered == null ? zones(pod) : remembered;
    if (zones.failure() != null) {
      return zones.failure();
    }
    return VolumeTopology.allow(zones.topologies(), node.node().labels())
        ? Status.success()
        : CONFLICT;
  }

  @Override
  public NodeDependence filterDependence() {
    return NodeDependence.NODE_OBJECT;
  }

  @Override
  public @Nullable Object filterAspect(CycleState state, PodInfo pod) {
    Zones zones = state.find(PRE_FILTER);
    return zones == null ? null : zones.topologies();
  }

  @Override
  public List<EventRegistration> eventsToRegister() {
    return List.of(
        EventRegistration.onObject(
            ClusterEvent.of(EventResource.STORAGE_CLASS, ActionType.ADD),
            StorageClass.class,
            ZoneHints::afterClassAdded),
        EventRegistration.always(
            ClusterEvent.of(EventResource.NODE, ActionType.ADD, ActionType.UPDATE_NODE_LABEL)),
        EventRegistration.onObject(
            ClusterEvent.of(
                EventResource.PERSISTENT_VOLUME_CLAIM, ActionType.ADD, ActionType.UPDATE),
            PersistentVolumeClaim.class,
            ZoneHints::afterClaimChange),
        EventRegistration.onObject(
            ClusterEvent.of(EventResource.PERSISTENT_VOLUME, ActionType.ADD, ActionType.UPDATE),
            PersistentVolume.class,
            ZoneHints::afterVolumeChange));
  }
}
