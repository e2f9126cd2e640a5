package dev.berth.cluster;

import dev.berth.framework.Lister;
import dev.berth.model.ClusterObject;
import dev.berth.model.ObjectKey;
import dev.berth.model.VersionedObject;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The objects of one kind by namespace and name, or why they are not known.
 *
 * <p>An assumed object is shown in place of the watched one, which is kept beside until the watch
 * shows a newer one.
 *
 * <p>Threading: the thread that owns the mirror.
 */
sealed class ObjectTable<T extends ClusterObject> implements Lister<T>
    permits ClaimTable, GroupedTable, DeviceClasses {
  private final Class<T> type;
  private final LookUps lookUps;

  /** What is shown: watched, or assumed. */
  private final Map<ObjectKey, T> byKey = new HashMap<>();

  /** The same, by namespace and in the order of names. */
  private final Map<String, Map<String, T>> byNamespace = new HashMap<>();

  /** Of each assumed object, the watched one. */
  private final Map<ObjectKey, T> underAssumed = new HashMap<>();

  private @Nullable String missing;

  ObjectTable(Class<T> type, LookUps lookUps) {
    this.type = type;
    this.lookUps = lookUps;
  }

  /**
   * The watch shows this object.
   *
   * @return what it had shown before
   */
  final @Nullable T put(ClusterObject object) {
    T seen = type.cast(object);
    T shown = find(seen.key());
    T watched = underAssumed.get(seen.key());
    if (watched != null) {
      if (!isNewer(seen, shown)) {
        underAssumed.put(seen.key(), seen);
        return watched;
      }
      underAssumed.remove(seen.key());
    }
    show(seen);
    return watched == null ? shown : watched;
  }

  /**
   * The watch shows that there is no such object.
   *
   * @return what it had shown before
   */
  final @Nullable T remove(ObjectKey key) {
    T watched = underAssumed.remove(key);
    T shown = byKey.remove(key);
    if (shown == null) {
      return null;
    }
    byNamespace.computeIfPresent(
        key.namespace(),
        (_, objects) -> {
          objects.remove(key.name());
          return objects.isEmpty() ? null : objects;
        });
    shown(shown, null);
    changed(key);
    return watched == null ? shown : watched;
  }

  /** As {@link dev.berth.framework.Assumptions#assume}. */
  final boolean assume(VersionedObject object) {
    T changed = type.cast(object);
    T watched = watched(changed.key());
    if (!(watched instanceof VersionedObject known)
        || !known.uid().equals(object.uid())
        || isNewer(watched, changed)) {
      return false;
    }
    underAssumed.put(changed.key(), watched);
    show(changed);
    return true;
  }

  /** As {@link dev.berth.framework.Assumptions#restore(VersionedObject)}. */
  final void restore(VersionedObject assumed) {
    if (find(assumed.key()) instanceof VersionedObject shown
        && shown.uid().equals(assumed.uid())
        && shown.resourceVersion().equals(assumed.resourceVersion())) {
      restore(assumed.key());
    }
  }

  /** As {@link dev.berth.framework.Assumptions#restore(ClusterObject.Kind, ObjectKey)}. */
  final void restore(ObjectKey key) {
    T watched = underAssumed.remove(key);
    if (watched != null) {
      show(watched);
    }
  }

  /** The object as the watch shows it, whatever is assumed; or null. */
  final @Nullable T watched(ObjectKey key) {
    T watched = underAssumed.get(key);
    return watched != null ? watched : find(key);
  }

  /** All that is shown, in no order. */
  final Collection<T> all() {
    return Collections.unmodifiableCollection(byKey.values());
  }

  private void show(T object) {
    T before = byKey.put(object.key(), object);
    byNamespace
        .computeIfAbsent(object.key().namespace(), _ -> new TreeMap<>())
        .put(object.key().name(), object);
    shown(before, object);
    if (!object.equals(before)) {
      changed(object.key());
    }
  }

  /** Another object is shown from now on, or none any more. */
  void shown(@Nullable T before, @Nullable T after) {}

  private void changed(ObjectKey key) {
    lookUps.changed(type, key);
    lookUps.changed(type, LookUps.Whole.OBJECTS);
  }

  /** Other objects have this name in common than before. */
  final void groupChanged(String name) {
    lookUps.changed(type, name);
  }

  /** Somebody looks up what these objects have in common. */
  final void lookedAtGroup(String name) {
    lookUps.looked(type, name);
  }

  /** Somebody looks up what may depend on every object of the kind. */
  final void lookedAtAll() {
    lookUps.looked(type, LookUps.Whole.OBJECTS);
  }

  /**
   * Of another uid, or of a larger version; versions that are no numbers are newer when they
   * differ.
   */
  private static boolean isNewer(ClusterObject seen, @Nullable ClusterObject assumed) {
    if (!(seen instanceof VersionedObject one && assumed instanceof VersionedObject other)) {
      return true;
    }
    if (!one.uid().equals(other.uid())) {
      return true;
    }
    try {
      return Long.parseLong(one.resourceVersion()) > Long.parseLong(other.resourceVersion());
    } catch (NumberFormatException notNumbers) {
      return !one.resourceVersion().equals(other.resourceVersion());
    }
  }

  /** From now on the kind cannot be read, or, with null, can be again. */
  final void missing(@Nullable String why) {
    missing = why;
    lookUps.changed(type, LookUps.Whole.ACCESS);
  }

  @Override
  public final @Nullable String missing() {
    lookUps.looked(type, LookUps.Whole.ACCESS);
    return missing;
  }

  @Override
  public final @Nullable T find(ObjectKey key) {
    lookUps.looked(type, key);
    return byKey.get(key);
  }

  @Override
  public final Collection<T> in(String namespace) {
    lookedAtAll();
    Map<String, T> objects = byNamespace.get(namespace);
    return objects == null
        ? Collections.emptyList()
        : Collections.unmodifiableCollection(objects.values());
  }
}
