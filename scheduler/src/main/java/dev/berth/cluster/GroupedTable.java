package dev.berth.cluster;

import dev.berth.framework.GroupedLister;
import dev.berth.model.ClusterObject;
import dev.berth.model.ObjectKey;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A table whose objects are also found by something that they name.
 *
 * <p>Threading: the thread that owns the mirror.
 */
final class GroupedTable<T extends ClusterObject> extends ObjectTable<T>
    implements GroupedLister<T> {
  private final Function<T, String> named;
  private final Map<String, Map<ObjectKey, T>> groups = new HashMap<>();

  GroupedTable(Class<T> type, Function<T, String> named, LookUps lookUps) {
    super(type, lookUps);
    this.named = named;
  }

  @Override
  void shown(@Nullable T before, @Nullable T after) {
    if (before != null && (after == null || !named.apply(before).equals(named.apply(after)))) {
      groups.computeIfPresent(
          named.apply(before),
          (name, group) -> {
            group.remove(before.key());
            return group.isEmpty() ? null : group;
          });
      groupChanged(named.apply(before));
    }
    if (after != null) {
      groups.computeIfAbsent(named.apply(after), name -> new TreeMap<>()).put(after.key(), after);
      groupChanged(named.apply(after));
    }
  }

  @Override
  public Collection<T> of(String name) {
    lookedAtGroup(name);
    Map<ObjectKey, T> group = groups.get(name);
    return group == null
        ? Collections.emptyList()
        : Collections.unmodifiableCollection(group.values());
  }
}
