package dev.berth.queue;

import dev.berth.framework.ActionType;
import dev.berth.framework.ClusterEvent;
import dev.berth.framework.EventResource;
import dev.berth.model.ClusterObject;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The events that the arrival, change or departure of an object is that is neither node nor pod.
 *
 * <p>Mirrors {@code addAllEventHandlers} of {@code eventhandlers.go}, Kubernetes 1.36.3: of some
 * kinds nobody hears. Threading: immutable.
 */
public final class ObjectEvents {
  private static final Map<ClusterObject.Kind, ClusterEvent> ADD = of(ActionType.ADD);
  private static final Map<ClusterObject.Kind, ClusterEvent> UPDATE = of(ActionType.UPDATE);
  private static final Map<ClusterObject.Kind, ClusterEvent> DELETE = of(ActionType.DELETE);

  private ObjectEvents() {}

  private static Map<ClusterObject.Kind, ClusterEvent> of(ActionType action) {
    Map<ClusterObject.Kind, ClusterEvent> events = new EnumMap<>(ClusterObject.Kind.class);
    for (ClusterObject.Kind kind : ClusterObject.Kind.values()) {
      EventResource resource = resource(kind);
      if (resource != null) {
        events.put(kind, ClusterEvent.of(resource, action));
      }
    }
    return events;
  }

  private static @Nullable EventResource resource(ClusterObject.Kind kind) {
    return switch (kind) {
      case NAMESPACE,
          SERVICE,
          REPLICATION_CONTROLLER,
          REPLICA_SET,
          STATEFUL_SET,
          POD_DISRUPTION_BUDGET ->
          null;
      case PERSISTENT_VOLUME -> EventResource.PERSISTENT_VOLUME;
      case PERSISTENT_VOLUME_CLAIM -> EventResource.PERSISTENT_VOLUME_CLAIM;
      case STORAGE_CLASS -> EventResource.STORAGE_CLASS;
      case CSI_NODE -> EventResource.CSI_NODE;
      case CSI_DRIVER -> EventResource.CSI_DRIVER;
      case CSI_STORAGE_CAPACITY -> EventResource.CSI_STORAGE_CAPACITY;
      case VOLUME_ATTACHMENT -> EventResource.VOLUME_ATTACHMENT;
      case DEVICE_CLASS -> EventResource.DEVICE_CLASS;
      case RESOURCE_CLAIM -> EventResource.RESOURCE_CLAIM;
      case RESOURCE_SLICE -> EventResource.RESOURCE_SLICE;
    };
  }

  /** The event of a new object of that kind; null when nothing can have waited for it. */
  public static @Nullable ClusterEvent add(ClusterObject.Kind kind) {
    return ADD.get(kind);
  }

  /** As {@link #add}, of a change. */
  public static @Nullable ClusterEvent update(ClusterObject.Kind kind) {
    return UPDATE.get(kind);
  }

  /** As {@link #add}, of a departure. */
  public static @Nullable ClusterEvent delete(ClusterObject.Kind kind) {
    return DELETE.get(kind);
  }
}
