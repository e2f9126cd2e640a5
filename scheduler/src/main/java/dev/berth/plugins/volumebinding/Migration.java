package dev.berth.plugins.volumebinding;

import dev.berth.model.NodeSelector;
import dev.berth.model.VolumeSource;
import dev.berth.model.storage.CsiTranslation;
import dev.berth.model.storage.PersistentVolume;
import dev.berth.model.storage.PersistentVolumeSource;
import dev.berth.model.storage.UntranslatableVolumeException;
import org.jspecify.annotations.Nullable;

/**
 * A volume of an in-tree plugin as the CSI driver sees it that has taken over the plugin's work.
 *
 * <p>Threading: immutable.
 *
 * @param plugin the name of the in-tree plugin
 * @param nodes the nodes that reach it; null means all
 * @param error why it cannot be translated; null when it can
 */
record Migration(String plugin, @Nullable NodeSelector nodes, @Nullable String error) {

  /** How a volume is translated; null when it is of no plugin whose work was taken over. */
  static @Nullable Migration of(PersistentVolume volume) {
    if (!(volume.source() instanceof PersistentVolumeSource.InTree(VolumeSource.Disk disk))) {
      return null;
    }
    String plugin = CsiTranslation.pluginOf(disk);
    try {
      return new Migration(plugin, CsiTranslation.volume(volume, disk).requiredNodes(), null);
    } catch (UntranslatableVolumeException e) {
      return new Migration(plugin, null, e.getMessage());
    }
  }
}
