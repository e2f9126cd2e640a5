package dev.berth.cluster;

import java.util.HashSet;
import java.util.Set;
import java.util.function.IntConsumer;

/**
 * A few ordinals, mostly one.
 *
 * <p>Threading: the thread that owns the view.
 */
final class Ordinals {
  private static final int NONE = -1;

  private int one = NONE;
  private Set<Integer> others = Set.of();

  void add(int ordinal) {
    if (one == NONE) {
      one = ordinal;
    } else if (one != ordinal) {
      others = others.isEmpty() ? new HashSet<>() : others;
      others.add(ordinal);
    }
  }

  void remove(int ordinal) {
    if (one != ordinal) {
      others.remove(ordinal);
    } else if (others.isEmpty()) {
      one = NONE;
    } else {
      one = others.iterator().next();
      others.remove(one);
    }
  }

  boolean isEmpty() {
    return one == NONE;
  }

  void forEach(IntConsumer action) {
    if (one != NONE) {
      action.accept(one);
    }
    others.forEach(action::accept);
  }
}
