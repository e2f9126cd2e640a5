package dev.berth.columns;

/**
 * Loops over scores of the nodes that pass: extremes, normalising, choosing the best.
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

  /** The highest total and how many nodes share it. */
  public record Best(long total, int count) {}

  public static Best best(CodeColumn codes, ScoreColumn totals) {
    int[] code = codes.array();
    long[] total = totals.array();
    long max = Long.MIN_VALUE;
    int n = codes.size();
    for (int i = 0; i < n; i++) {
      long candidate = code[i] == 0 ? total[i] : Long.MIN_VALUE;
      max = Math.max(max, candidate);
    }
    int count = 0;
    for (int i = 0; i < n; i++) {
      count += code[i] == 0 && total[i] == max ? 1 : 0;
    }
    return new Best(max, count);
  }

  /**
   * The ordinal of the {@code index}-th node, in order of ordinals, whose total is {@code total}.
   */
  public static int nthWithTotal(CodeColumn codes, ScoreColumn totals, long total, int index) {
    int[] code = codes.array();
    long[] values = totals.array();
    int left = index;
    for (int i = 0, n = codes.size(); i < n; i++) {
      if (code[i] == 0 && values[i] == total && left-- == 0) {
        return i;
      }
    }
    throw new IllegalStateException("no node number " + index + " with total " + total);
  }

  /**
   * The ordinals of the {@code count} highest totals, best first, earlier ordinals first among
   * equals.
   */
  public static int[] top(CodeColumn codes, ScoreColumn totals, int count) {
    int[] code = codes.array();
    long[] total = totals.array();
    int[] top = new int[Math.min(count, codes.size() - codes.rejected())];
    int filled = 0;
    for (int i = 0, n = codes.size(); i < n; i++) {
      if (code[i] == 0
          && (filled < top.length || (filled > 0 && total[i] > total[top[filled - 1]]))) {
        int at = filled < top.length ? filled++ : filled - 1;
        while (at > 0 && total[i] > total[top[at - 1]]) {
          top[at] = top[at - 1];
          at--;
        }
        top[at] = i;
      }
    }
    return top;
  }
}
