package dev.berth.columns;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Which score columns are added up, each times its weight, for which nodes: those whose code is 0.
 *
 * <p>Two of these are equal when they name the same columns, the very objects, with the same
 * weights in the same order. One that is looked up by or kept must not be changed any more.
 * Threading: the thread that owns the view.
 */
public final class WeightedColumns {

  private CodeColumn codes = new CodeColumn();
  private ScoreColumn[] columns = new ScoreColumn[8];
  private long[] weights = new long[8];
  private int count;

  /** Starts anew, with no columns, for the nodes that pass here. */
  public void begin(CodeColumn passing) {
    codes = passing;
    count = 0;
  }

  public void add(ScoreColumn column, long weight) {
    if (count == columns.length) {
      columns = Arrays.copyOf(columns, count * 2);
      weights = Arrays.copyOf(weights, count * 2);
    }
    columns[count] = column;
    weights[count] = weight;
    count++;
  }

  /** The same columns and weights, for somebody who keeps them. */
  public WeightedColumns copy() {
    WeightedColumns copy = new WeightedColumns();
    copy.begin(codes);
    for (int i = 0; i < count; i++) {
      copy.add(columns[i], weights[i]);
    }
    return copy;
  }

  CodeColumn codes() {
    return codes;
  }

  int count() {
    return count;
  }

  ScoreColumn column(int index) {
    return columns[index];
  }

  long weight(int index) {
    return weights[index];
  }

  @Override
  public boolean equals(@Nullable Object o) {
    return this == o
        || (o instanceof WeightedColumns other
            && codes == other.codes
            && Arrays.equals(weights, 0, count, other.weights, 0, other.count)
            && Arrays.equals(columns, 0, count, other.columns, 0, other.count));
  }

  @Override
  public int hashCode() {
    int hash = codes.hashCode();
    for (int i = 0; i < count; i++) {
      hash = 31 * (31 * hash + columns[i].hashCode()) + Long.hashCode(weights[i]);
    }
    return hash;
  }
}
