package dev.berth.plugins.volumebinding;

import dev.berth.model.Labels;
import dev.berth.model.NodeSelector;
import dev.berth.model.storage.CsiNode;
import dev.berth.model.storage.PersistentVolume;
import org.jspecify.annotations.Nullable;

/**
 * The volume that a claim is bound to, and the nodes that reach it.
 *
 * <p>Mirrors {@code CheckNodeAffinity}, component-helpers/storage/volume/helpers.go, and {@code
 * tryTranslatePVToCSI}, plugins/volumebinding/binder.go, Kubernetes 1.36.3: where a CSI driver has
 * taken over the work of an in-tree plugin, the volume's topology is the driver's. Threading:
 * immutable.
 *
 * @param migration null when no driver takes over this sort of volume
 */
record BoundVolume(PersistentVolume volume, @Nullable Migration migration) {

  /** Whether a node reaches a volume. */
  sealed interface Reach {
    record Reaches() implements Reach {}

    record DoesNot(String why) implements Reach {}

    /** The volume cannot be understood. */
    record Unclear(String error) implements Reach {}
  }

  private static final Reach REACHES = new Reach.Reaches();

  static BoundVolume of(PersistentVolume volume) {
    return new BoundVolume(volume, Migration.of(volume));
  }

  /** Whether every node reaches it, whatever drivers it has. */
  boolean isReachedFromEverywhere() {
    return migration == null && volume.requiredNodes() == null;
  }

  /**
   * Whether a node reaches it.
   *
   * @param csiNode what is known of the node's drivers, null: nothing
   */
  Reach from(Labels node, @Nullable CsiNode csiNode) {
    NodeSelector nodes = volume.requiredNodes();
    if (migration != null
        && csiNode != null
        && csiNode.migratedPlugins().contains(migration.plugin())) {
      if (migration.error() != null) {
        return new Reach.Unclear("could not translate pv: " + migration.error());
      }
      nodes = migration.nodes();
    }
    if (nodes == null || nodes.matches(node)) {
      return REACHES;
    }
    String error = nodes.parseError("");
    return new Reach.DoesNot(error == null ? "no matching NodeSelectorTerms" : error);
  }
}
