package dev.berth.columns;

/**
 * The ordinals that changed, in the order in which they did, as far back as there is room.
 *
 * <p>A reader keeps the {@link #end} it has seen as its cursor and later reads on from there, or,
 * when {@link #reaches} says that its place was overwritten, looks at everything. Threading: the
 * thread that owns the view.
 */
public final class ChangeLog {

  private static final int SMALLEST = 64;

  /**
   * A ring: the change number {@code n} is at {@code n mod length}, and the length is a power of
   * two.
   */
  private int[] ordinals = new int[SMALLEST];

  private long end;

  public void add(int ordinal) {
    ordinals[slot(end)] = ordinal;
    end++;
  }

  /** How many changes were ever added: the cursor of a reader that has seen all of them. */
  public long end() {
    return end;
  }

  /** True when every change from {@code cursor} on can still be read. */
  public boolean reaches(long cursor) {
    return end - cursor <= ordinals.length;
  }

  /** The ordinal of the change number {@code position}, which must be reached. */
  public int at(long position) {
    return ordinals[slot(position)];
  }

  /** Makes room for at least so many changes; what can be read now still can. */
  public void reserve(int changes) {
    if (changes <= ordinals.length) {
      return;
    }
    int[] before = ordinals;
    ordinals = new int[Integer.highestOneBit(changes - 1) << 1];
    for (long i = Math.max(0, end - before.length); i < end; i++) {
      ordinals[slot(i)] = before[(int) (i & (before.length - 1))];
    }
  }

  private int slot(long position) {
    return (int) (position & (ordinals.length - 1));
  }
}
