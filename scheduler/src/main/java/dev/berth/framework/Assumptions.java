package dev.berth.framework;

import dev.berth.model.ClusterObject;
import dev.berth.model.ObjectKey;
import dev.berth.model.VersionedObject;

/**
 * Objects as a scheduler is about to write them, shown by the {@link Listers} until the watch shows
 * something newer.
 *
 * <p>Assumed in Reserve, taken back in Unreserve. Mirrors plugins/volumebinding/
 * passive_assume_cache.go and util/assumecache, Kubernetes 1.36.3. Threading: scheduler thread
 * only.
 */
public interface Assumptions {
  /**
   * From now on the listers show {@code changed} in place of the watched object, until that is
   * newer.
   *
   * @return false when the watched object is gone, another one, or newer by now: then nothing
   *     changes, and what was decided with the old one has to be decided anew
   */
  boolean assume(VersionedObject changed);

  /** Shows the watched object again, if what is shown now is this version of the assumed one. */
  void restore(VersionedObject assumed);

  /** Shows the watched object again, whatever was assumed. */
  void restore(ClusterObject.Kind kind, ObjectKey key);
}
