package dev.berth.model.storage;

import dev.berth.model.ClusterObject;
import dev.berth.model.ObjectKey;

/**
 * A VolumeAttachment: a volume that is, or is to be, attached to a node.
 *
 * <p>Threading: immutable.
 *
 * @param attacher the CSI driver
 * @param volumeName of the PersistentVolume, "" when it is none
 */
public record VolumeAttachment(ObjectKey key, String attacher, String nodeName, String volumeName)
    implements ClusterObject {
  @Override
  public Kind kind() {
    return Kind.VOLUME_ATTACHMENT;
  }
}
