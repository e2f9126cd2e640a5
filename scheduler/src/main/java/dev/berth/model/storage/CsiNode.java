package dev.berth.model.storage;

import dev.berth.model.ClusterObject;
import dev.berth.model.ObjectKey;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A CSINode: the drivers on the node of that name, and how many volumes each can attach.
 *
 * <p>Threading: immutable.
 *
 * @param migratedPlugins in-tree plugins whose work CSI drivers do on this node
 */
public record CsiNode(ObjectKey key, List<Driver> drivers, Set<String> migratedPlugins)
    implements ClusterObject {

  /**
   * A driver on a node.
   *
   * @param volumeLimit {@code allocatable.count}, null when unset
   */
  public record Driver(String name, @Nullable Integer volumeLimit) {}

  public CsiNode {
    drivers = List.copyOf(drivers);
    migratedPlugins = Set.copyOf(migratedPlugins);
  }

  @Override
  public Kind kind() {
    return Kind.CSI_NODE;
  }
}
