package dev.berth.columns;

import java.util.Arrays;

/**
 * A growable column of small numbers by node ordinal, 0 meaning "passes", that knows how many
 * entries are not 0, and from the first question on how many have each number.
 *
 * <p>Invariant COUNTED: while {@code counted}, {@code counts[code]} is the number of entries that
 * are {@code code}. Single changes keep it up; changes of all entries end it until the next
 * question.
 *
 * <p>Threading: the thread that owns the view.
 */
public final class CodeColumn {

  /** Codes that may come up for the first time before all entries are counted again. */
  private static final int ROOM = 16;

  private int[] codes = new int[0];
  private int size;
  private int rejected;
  private int[] counts = new int[0];
  private boolean counted;

  public int size() {
    return size;
  }

  public int get(int ordinal) {
    return codes[ordinal];
  }

  public void set(int ordinal, int code) {
    int before = codes[ordinal];
    codes[ordinal] = code;
    rewritten(ordinal, before);
  }

  /** Entries that are not 0. */
  public int rejected() {
    return rejected;
  }

  /** Makes the column {@code nodes} long; new entries are 0. */
  public void resize(int nodes) {
    if (nodes > codes.length) {
      codes = Arrays.copyOf(codes, Math.max(nodes, codes.length + (codes.length >> 1)));
    }
    for (int i = nodes; i < size; i++) {
      set(i, 0);
      counted = false;
    }
    if (nodes > size) {
      counted = false;
    }
    size = nodes;
  }

  /** The entries themselves, for a kernel to fill; call {@link #recount} afterwards. */
  public int[] array() {
    return codes;
  }

  /** Counts an entry that a kernel has just written into {@link #array}; it was {@code before}. */
  public void rewritten(int ordinal, int before) {
    int code = codes[ordinal];
    rejected += (code == 0 ? 0 : 1) - (before == 0 ? 0 : 1);
    if (counted && code < counts.length) {
      counts[before]--;
      counts[code]++;
    } else {
      counted = false;
    }
  }

  public void recount() {
    int count = 0;
    for (int i = 0; i < size; i++) {
      count += codes[i] == 0 ? 0 : 1;
    }
    rejected = count;
    counted = false;
  }

  public void fill(int code) {
    Arrays.fill(codes, 0, size, code);
    rejected = code == 0 ? 0 : size;
    counted = false;
  }

  public void copyFrom(CodeColumn other) {
    if (other.size > codes.length) {
      codes = new int[other.codes.length];
    } else if (other.size < size) {
      Arrays.fill(codes, other.size, size, 0); // as resize leaves it
    }
    System.arraycopy(other.codes, 0, codes, 0, other.size);
    size = other.size;
    rejected = other.rejected;
    counted = false;
  }

  /** Where this column passes, takes the other's code: the first plugin that rejects decides. */
  public void keepFirst(CodeColumn next) {
    if (next.rejected == 0) {
      return;
    }
    int[] mine = codes;
    int[] other = next.codes;
    int count = 0;
    for (int i = 0, n = size; i < n; i++) {
      int code = mine[i] != 0 ? mine[i] : other[i];
      mine[i] = code;
      count += code == 0 ? 0 : 1;
    }
    rejected = count;
    counted = false;
  }

  /** The first ordinal at or after {@code from} that passes, or -1. */
  public int nextPassing(int from) {
    int[] mine = codes;
    for (int i = from; i < size; i++) {
      if (mine[i] == 0) {
        return i;
      }
    }
    return -1;
  }

  /**
   * How many entries have the code; the first question after a change of all entries costs a pass.
   */
  public int count(int code) {
    if (!counted) {
      countAll();
    }
    return code < counts.length ? counts[code] : 0;
  }

  private void countAll() {
    int[] mine = codes;
    int n = size;
    int highest = 0;
    for (int i = 0; i < n; i++) {
      highest = Math.max(highest, mine[i]);
    }
    counts = highest < counts.length ? counts : new int[highest + ROOM];
    Arrays.fill(counts, 0);
    for (int i = 0; i < n; i++) {
      counts[mine[i]]++;
    }
    counted = true;
  }

  public long bytes() {
    return 4L * codes.length;
  }
}
