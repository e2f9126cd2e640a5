package dev.berth.model;

/**
 * An object that a scheduler writes to, so that one version of it has to be told from another.
 *
 * <p>Threading: immutable.
 */
public interface VersionedObject extends ClusterObject {
  String uid();

  /** {@code metadata.resourceVersion} of the version that this is, or was made from. */
  String resourceVersion();
}
