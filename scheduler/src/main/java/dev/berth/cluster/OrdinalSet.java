package dev.berth.cluster;

import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some of a view's ordinals, also as a list that is made when it is asked for.
 *
 * <p>Threading: the thread that owns the view.
 */
final class OrdinalSet {
  private final BitSet ordinals = new BitSet();
  private @Nullable List<Integer> list;

  void set(int ordinal, boolean in) {
    if (ordinals.get(ordinal) != in) {
      ordinals.set(ordinal, in);
      list = null;
    }
  }

  boolean has(int ordinal) {
    return ordinals.get(ordinal);
  }

  /** Ascending. */
  List<Integer> list() {
    List<Integer> known = list;
    if (known == null) {
      known = ordinals.stream().boxed().toList();
      list = known;
    }
    return known;
  }
}
