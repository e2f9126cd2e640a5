package dev.berth.columns;

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
