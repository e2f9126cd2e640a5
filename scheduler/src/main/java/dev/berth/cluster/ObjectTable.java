package dev.berth.cluster;

import dev.berth.framework.Lister;
import dev.berth.model.ClusterObject;
import dev.berth.model.ObjectKey;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The objects of one kind by namespace and name, or why they are not known.
 *
 * <p>Threading: the thread that owns the mirror.
 */
final class ObjectTable<T extends ClusterObject> implements Lister<T> {
  private final Map<String, Map<String, T>> byNamespace = new HashMap<>();
  private @Nullable String missing;

  void put(T object) {
    byNamespace
        .computeIfAbsent(object.key().namespace(), namespace -> new TreeMap<>())
        .put(object.key().name(), object);
  }

  void remove(ObjectKey key) {
    byNamespace.computeIfPresent(
        key.namespace(),
        (namespace, objects) -> {
          objects.remove(key.name());
          return objects.isEmpty() ? null : objects;
        });
  }

  /** From now on the kind cannot be read, or, with null, can be again. */
  void missing(@Nullable String why) {
    missing = why;
  }

  @Override
  public @Nullable String missing() {
    return missing;
  }

  @Override
  public @Nullable T find(ObjectKey key) {
    Map<String, T> objects = byNamespace.get(key.namespace());
    return objects == null ? null : objects.get(key.name());
  }

  @Override
  public Collection<T> in(String namespace) {
    Map<String, T> objects = byNamespace.get(namespace);
    return objects == null
        ? Collections.emptyList()
        : Collections.unmodifiableCollection(objects.values());
  }
}
