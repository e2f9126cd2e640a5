package dev.berth.framework;

import dev.berth.model.ClusterObject;
import java.util.Collection;

/**
 * What is known of a kind whose objects are also looked up by something that they name.
 *
 * <p>Threading: scheduler thread only.
 *
 * @param <T> the kind
 */
public interface GroupedLister<T extends ClusterObject> extends Lister<T> {
  /** All objects that name this, in the order of their keys. */
  Collection<T> of(String name);
}
