package dev.berth.cluster;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Notes which objects are looked up while facts of a node are worked out, and tells who keeps such
 * facts when one of these objects changes.
 *
 * <p>Threading: the thread that owns the mirror.
 */
final class LookUps {

  /** What does not concern single objects. */
  enum Whole {
    /** Every object of the kind. */
    OBJECTS,
    /** Whether the kind can be read. */
    ACCESS
  }

  /**
   * Something that was looked up.
   *
   * @param type the kind
   * @param what the key of an object, the name that a group of objects has in common, or a {@link
   *     Whole}
   */
  record Subject(Class<?> type, Object what) {
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Subject(Class<?> otherType, Object otherWhat)
          && type == otherType
          && what.equals(otherWhat);
    }

    @Override
    public int hashCode() {
      return 31 * type.hashCode() + what.hashCode();
    }
  }

  private final List<FactsMemo<?>> keepers = new ArrayList<>();
  private final Set<Subject> noted = new LinkedHashSet<>();
  private boolean noting;

  void follow(FactsMemo<?> keeper) {
    keepers.add(keeper);
  }

  void leave(FactsMemo<?> keeper) {
    keepers.remove(keeper);
  }

  /** From now on notes what is looked up, until {@link #end}. */
  void begin() {
    noted.clear();
    noting = true;
  }

  /** What was looked up since {@link #begin}, each once, in this order. */
  List<Subject> noted() {
    return List.copyOf(noted);
  }

  void end() {
    noting = false;
  }

  /** Somebody looks this up. */
  void looked(Class<?> type, Object what) {
    if (noting) {
      noted.add(new Subject(type, what));
    }
  }

  /** Whoever looks this up from now on finds something else than before. */
  void changed(Class<?> type, Object what) {
    for (int i = 0; i < keepers.size(); i++) {
      keepers.get(i).changed(new Subject(type, what));
    }
  }
}
