package dev.berth.columns;

import java.util.Arrays;

/**
 * A growable column of scores by node ordinal that knows whether all its entries are equal.
 *
 * <p>Threading: the thread that owns the view.
 */
public final class ScoreColumn {

  private long[] scores = new long[0];
  private int size;

  /**
   * At least as many as entries differ from {@link #base}; 0 means that the column is one number.
   */
  private int different;

  private long base;

  public int size() {
    return size;
  }

  public long get(int ordinal) {
    return scores[ordinal];
  }

  public void set(int ordinal, long score) {
    long before = scores[ordinal];
    scores[ordinal] = score;
    rewritten(ordinal, before);
  }

  /**
   * True only when every entry is the same number; single changes that make them so may be missed
   * until {@link #recount}.
   */
  public boolean isUniform() {
    return different == 0;
  }

  /** The number that every entry has when {@link #isUniform()}. */
  public long uniformScore() {
    return base;
  }

  /** Makes the column {@code nodes} long; new entries are 0. */
  public void resize(int nodes) {
    if (nodes > scores.length) {
      scores = Arrays.copyOf(scores, Math.max(nodes, scores.length + (scores.length >> 1)));
    }
    if (nodes > size) {
      Arrays.fill(scores, size, nodes, 0);
    }
    size = nodes;
    recount();
  }

  /** The entries themselves, for a kernel to fill; call {@link #recount} afterwards. */
  public long[] array() {
    return scores;
  }

  /** Counts an entry that a kernel has just written into {@link #array}; it was {@code before}. */
  public void rewritten(int ordinal, long before) {
    different += (scores[ordinal] == base ? 0 : 1) - (before == base ? 0 : 1);
  }

  public void recount() {
    base = size == 0 ? 0 : scores[0];
    int count = 0;
    for (int i = 0; i < size; i++) {
      count += scores[i] == base ? 0 : 1;
    }
    different = count;
  }

  public void fill(long score) {
    Arrays.fill(scores, 0, size, score);
    base = score;
    different = 0;
  }

  public void copyFrom(ScoreColumn other) {
    if (other.size > scores.length) {
      scores = new long[other.size];
    }
    System.arraycopy(other.scores, 0, scores, 0, other.size);
    size = other.size;
    base = other.base;
    different = other.different;
  }

  public long bytes() {
    return 8L * scores.length;
  }
}
