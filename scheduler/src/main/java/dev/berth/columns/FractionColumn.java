package dev.berth.columns;

import java.util.Arrays;

/**
 * Sums of fractions by node ordinal, to be rounded to scores.
 *
 * <p>Terms are added in the order of the calls, so a sum is the one that a loop over the terms of
 * one node gives. Threading: the thread that owns the view; reused from attempt to attempt.
 */
public final class FractionColumn {

  private double[] sums = new double[0];
  private int size;

  /** Starts with 0 for so many nodes. */
  public void begin(int nodes) {
    if (nodes > sums.length) {
      sums = new double[nodes + (nodes >> 1)];
    }
    Arrays.fill(sums, 0, nodes, 0);
    size = nodes;
  }

  /** Adds {@code factor} times the sum of its domain, and {@code more}, to nodes with a domain. */
  public void addSums(DomainTally tally, double factor, int more) {
    int[] domainOf = tally.column().array();
    double[] mine = sums;
    for (int i = 0, n = size; i < n; i++) {
      if (domainOf[i] != DomainColumn.NONE) {
        mine[i] += tally.sum(domainOf[i]) * factor + more;
      }
    }
  }

  /** Adds {@code factor} times its own amount, and {@code more}, to nodes with a domain. */
  public void addAmounts(DomainTally tally, double factor, int more) {
    int[] domainOf = tally.column().array();
    double[] mine = sums;
    for (int i = 0, n = size; i < n; i++) {
      if (domainOf[i] != DomainColumn.NONE) {
        mine[i] += tally.amount(i) * factor + more;
      }
    }
  }

  /** Rounds to the nearest, halves away from 0. */
  public void roundInto(ScoreColumn into) {
    double[] mine = sums;
    long[] scores = into.array();
    for (int i = 0, n = size; i < n; i++) {
      scores[i] = round(mine[i]);
    }
  }

  public static long round(double sum) {
    return sum < 0 ? -Math.round(-sum) : Math.round(sum);
  }
}
