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
public enum ObjectEvents {
  ADD(ActionType.ADD),
  UPDATE(ActionType.UPDATE),
  DELETE(ActionType.DELETE);

  private final Map<ClusterObject.Kind, ClusterEvent> events =
      new EnumMap<>(ClusterObject.Kind.class);

  ObjectEvents(ActionType action) {
    for (ClusterObject.Kind kind : ClusterObject.Kind.values()) {
      EventResource resource = resource(kind);
      if (resource != null) {
        events.put(kind, ClusterEvent.of(resource, action));
      }
    }
  }

  private static @Nullable EventResource resource(ClusterObject.Kind kind) {
    return switch (kind) {
      case NAMESPACE, SERVICE, REPLICATION_CONTROLLER, REPLICA_SET, STATEFUL_SET -> null;
      case PERSISTENT_VOLUME -> EventResource.PERSISTENT_VOLUME;
      case PERSISTENT_VOLUME_CLAIM -> EventResource.PERSISTENT_VOLUME_CLAIM;
      case STORAGE_CLASS -> EventResource.STORAGE_CLASS;
      case CSI_NODE -> EventResource.CSI_NODE;
      case CSI_DRIVER -> EventResource.CSI_DRIVER;
      case CSI_STORAGE_CAPACITY -> EventResource.CSI_STORAGE_CAPACITY;
      case VOLUME_ATTACHMENT -> EventResource.VOLUME_ATTACHMENT;
    };
  }

  /** The event on an object of that kind; null when nothing can have waited for it. */
  public @Nullable ClusterEvent on(ClusterObject.Kind kind) {
    return events.get(kind);
  }
}
