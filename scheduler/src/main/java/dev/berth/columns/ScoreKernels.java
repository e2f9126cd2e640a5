package dev.berth.columns;

import java.util.function.LongUnaryOperator;

/**
 * Loops over one plugin's scores of the nodes that pass: extremes, range, normalising.
 *
 * <p>Every method looks only at ordinals whose code is 0. Threading: the thread that owns the
 * columns.
 */
public final class ScoreKernels {

  private ScoreKernels() {}

  /** The highest score, at least 0. */
  public static long maxFromZero(CodeColumn codes, ScoreColumn scores) {
    int[] code = codes.array();
    long[] score = scores.array();
    long max = 0;
    for (int i = 0, n = codes.size(); i < n; i++) {
      long candidate = code[i] == 0 ? score[i] : 0;
      max = Math.max(max, candidate);
    }
    return max;
  }

  /** The lowest score; the highest number there is when no node passes. */
  public static long lowest(CodeColumn codes, ScoreColumn scores) {
    int[] code = codes.array();
    long[] score = scores.array();
    long lowest = Long.MAX_VALUE;
    for (int i = 0, n = codes.size(); i < n; i++) {
      long candidate = code[i] == 0 ? score[i] : Long.MAX_VALUE;
      lowest = Math.min(lowest, candidate);
    }
    return lowest;
  }

  /** The highest score; the lowest number there is when no node passes. */
  public static long highest(CodeColumn codes, ScoreColumn scores) {
    int[] code = codes.array();
    long[] score = scores.array();
    long highest = Long.MIN_VALUE;
    for (int i = 0, n = codes.size(); i < n; i++) {
      long candidate = code[i] == 0 ? score[i] : Long.MIN_VALUE;
      highest = Math.max(highest, candidate);
    }
    return highest;
  }

  /** Replaces every score; asked once for equal ones in a row. */
  public static void replaceAll(CodeColumn codes, ScoreColumn scores, LongUnaryOperator change) {
    int[] code = codes.array();
    long[] score = scores.array();
    boolean known = false;
    long before = 0;
    long after = 0;
    for (int i = 0, n = codes.size(); i < n; i++) {
      if (code[i] == 0) {
        if (!known || score[i] != before) {
          before = score[i];
          after = change.applyAsLong(before);
          known = true;
        }
        score[i] = after;
      }
    }
    scores.recount();
  }

  /** The first ordinal whose score lies outside of {@code low..high}, or -1. */
  public static int firstOutside(CodeColumn codes, ScoreColumn scores, long low, long high) {
    int[] code = codes.array();
    long[] score = scores.array();
    for (int i = 0, n = codes.size(); i < n; i++) {
      if (code[i] == 0 && (score[i] < low || score[i] > high)) {
        return i;
      }
    }
    return -1;
  }

  /**
   * {@code 100 * score / max}, or {@code 100 -} that when reversed; {@code max} must be positive.
   */
  public static void scaleToHundred(
      CodeColumn codes, ScoreColumn scores, long max, boolean reverse) {
    int[] code = codes.array();
    long[] score = scores.array();
    for (int i = 0, n = codes.size(); i < n; i++) {
      if (code[i] == 0) {
        long scaled = 100 * score[i] / max;
        score[i] = reverse ? 100 - scaled : scaled;
      }
    }
    scores.recount();
  }
}
