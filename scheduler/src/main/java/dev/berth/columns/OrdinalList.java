package dev.berth.columns;

import java.util.Arrays;

/**
 * A growable list of node ordinals, -1 for what has none, in the order in which they were added.
 *
 * <p>Threading: the thread that owns the view.
 */
public final class OrdinalList {
  private int[] ordinals;
  private int size;

  public OrdinalList(int expected) {
    ordinals = new int[Math.max(1, expected)];
  }

  public void add(int ordinal) {
    if (size == ordinals.length) {
      ordinals = Arrays.copyOf(ordinals, 2 * size);
    }
    ordinals[size++] = ordinal;
  }

  public int get(int index) {
    return ordinals[index];
  }

  public int size() {
    return size;
  }
}
