package dev.berth.columns;

import java.util.Arrays;

/**
 * A growable column of small numbers by node ordinal, 0 meaning "passes", that knows how many
 * entries are not 0.
 *
 * <p>Threading: the thread that owns the view.
 */
public final class CodeColumn {

  private int[] codes = new int[0];
  private int size;
  private int rejected;

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
    }
    size = nodes;
  }

  /** The entries themselves, for a kernel to fill; call {@link #recount} afterwards. */
  public int[] array() {
    return codes;
  }

  /** Counts an entry that a kernel has just written into {@link #array}; it was {@code before}. */
  public void rewritten(int ordinal, int before) {
    rejected += (codes[ordinal] == 0 ? 0 : 1) - (before == 0 ? 0 : 1);
  }

  public void recount() {
    int count = 0;
    for (int i = 0; i < size; i++) {
      count += codes[i] == 0 ? 0 : 1;
    }
    rejected = count;
  }

  public void fill(int code) {
    Arrays.fill(codes, 0, size, code);
    rejected = code == 0 ? 0 : size;
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
   * Adds the number of entries per code to {@code counts}, which must be long enough for every
   * code.
   */
  public void countInto(int[] counts) {
    int[] mine = codes;
    for (int i = 0, n = size; i < n; i++) {
      counts[mine[i]]++;
    }
  }

  public long bytes() {
    return 4L * codes.length;
  }
}
