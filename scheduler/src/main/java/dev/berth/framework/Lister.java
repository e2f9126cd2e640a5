package dev.berth.framework;

import dev.berth.model.ClusterObject;
import dev.berth.model.ObjectKey;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one kind of objects.
 *
 * <p>Mirrors the listers of client-go, Kubernetes 1.36.3. Threading: scheduler thread only.
 *
 * @param <T> the kind
 */
public interface Lister<T extends ClusterObject> {
  /**
   * Why objects of this kind cannot be known, for a person who can change that; null when they are
   * known. Who needs them and cannot have them must not guess.
   */
  @Nullable String missing();

  /** The object of that name, or null. */
  @Nullable T find(ObjectKey key);

  /** All objects of a namespace; of kinds without one, all objects of the namespace "". */
  Collection<T> in(String namespace);
}
