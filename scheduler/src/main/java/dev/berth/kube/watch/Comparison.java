package dev.berth.kube.watch;

import dev.berth.cycle.KnownObjects;
import dev.berth.cycle.ObjectKind;
import dev.berth.model.NodeInfo;
import dev.berth.model.PodInfo;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the scheduler knows of one kind, beside a list of the server.
 *
 * <p>It holds for a list that is older than what is known: the watch had posted everything up to
 * the version of the list before the scheduler was asked. Then an object that is known in an older
 * version than the list has it, or that is known from before the list and is not in it, proves a
 * lost event, whatever happened meanwhile.
 *
 * <p>Threading: one per request.
 */
final class Comparison {
  private final Map<String, Sighting> known;
  private final Set<String> profiles;

  private Comparison(Map<String, Sighting> known, Set<String> profiles) {
    this.known = known;
    this.profiles = profiles;
  }

  static Comparison with(KnownObjects objects, ObjectKind kind) {
    Map<String, Sighting> known = new HashMap<>();
    switch (kind) {
      case NODES -> {
        for (NodeInfo node : objects.nodes()) {
          addNewer(known, Sighting.of(node.node()));
        }
      }
      case PODS -> {
        for (PodInfo pod : objects.queued()) {
          addNewer(known, Sighting.of(pod));
        }
        for (PodInfo pod : objects.elsewhere()) {
          addPlaced(known, Sighting.of(pod));
        }
        for (NodeInfo node : objects.nodes()) {
          for (PodInfo pod : node.pods()) {
            addPlaced(known, Sighting.of(pod));
          }
        }
      }
      case NAMESPACES,
          SERVICES,
          REPLICATION_CONTROLLERS,
          REPLICA_SETS,
          STATEFUL_SETS,
          POD_DISRUPTION_BUDGETS,
          PERSISTENT_VOLUMES,
          PERSISTENT_VOLUME_CLAIMS,
          STORAGE_CLASSES,
          CSI_NODES,
          CSI_DRIVERS,
          CSI_STORAGE_CAPACITIES,
          VOLUME_ATTACHMENTS,
          DEVICE_CLASSES,
          RESOURCE_CLAIMS,
          RESOURCE_SLICES ->
          throw new IllegalArgumentException(kind + " are not compared with the server");
    }
    return new Comparison(known, objects.profiles());
  }

  private static void addNewer(Map<String, Sighting> known, Sighting object) {
    known.merge(
        object.key(), object, (one, other) -> one.version() < other.version() ? other : one);
  }

  /** An assumed pod is in the queue, too, maybe in a newer version that has no node. */
  private static void addPlaced(Map<String, Sighting> known, Sighting placed) {
    Sighting queued = known.get(placed.key());
    long version = queued == null ? placed.version() : Math.max(queued.version(), placed.version());
    known.put(placed.key(), new Sighting(placed.key(), placed.uid(), version, true, null));
  }

  /** Where the list and what is known cannot both be right. */
  List<Difference> differences(List<Sighting> listed, long listVersion) {
    List<Difference> differences = new ArrayList<>();
    Map<String, Sighting> unlisted = new HashMap<>(known);
    for (Sighting object : listed) {
      Sighting here = unlisted.remove(object.key());
      if (here == null) {
        if (mustBeKnown(object)) {
          differences.add(new Difference.Missing(object));
        }
      } else if (isOutdated(here, object)) {
        differences.add(new Difference.Outdated(object, here.version()));
      }
    }
    for (Sighting here : unlisted.values()) {
      if (here.version() <= listVersion) {
        differences.add(new Difference.Ghost(here));
      }
    }
    return differences;
  }

  /** Nodes, placed pods, and pods of ours that wait. */
  private boolean mustBeKnown(Sighting object) {
    String profile = object.waitsFor();
    boolean isNode = object.key().startsWith("/");
    return isNode || object.placed() || (profile != null && profiles.contains(profile));
  }

  /** The binding of a pod that is assumed here may be on its way. */
  private static boolean isOutdated(Sighting here, Sighting object) {
    return here.version() < object.version() && (object.placed() || !here.placed());
  }

  /** Whether that difference is no more. */
  boolean isHealed(Difference difference) {
    Sighting here = known.get(difference.object().key());
    return switch (difference) {
      case Difference.Missing _ -> here != null;
      case Difference.Outdated(Sighting object, long _) ->
          here == null || here.version() >= object.version();
      case Difference.Ghost(Sighting ghost) -> here == null || here.version() > ghost.version();
    };
  }
}
