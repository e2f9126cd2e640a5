package dev.berth.pipeline;

import dev.berth.columns.CodeColumn;
import dev.berth.columns.ScoreColumn;
import dev.berth.columns.ScoreKernels;
import dev.berth.framework.FeasibleNodes;
import dev.berth.framework.Scores;

/**
 * One plugin's scores in one attempt: the raw column, which may belong to a memo, and a copy of it
 * as soon as normalising changes something.
 *
 * <p>A column that is one number is normalised as that number. Threading: the thread that owns the
 * view.
 */
final class AttemptScores implements Scores, FeasibleNodes {

  private final CodeColumn codes;
  private final ScoreColumn own = new ScoreColumn();
  private ScoreColumn current = own;

  AttemptScores(CodeColumn codes) {
    this.codes = codes;
  }

  /** Starts with scores that somebody else owns. */
  void borrow(ScoreColumn remembered) {
    current = remembered;
  }

  /** Starts with a column of its own, all 0. */
  void clear() {
    own.resize(codes.size());
    own.fill(0);
    current = own;
  }

  ScoreColumn column() {
    return current;
  }

  boolean isUniform() {
    return current.isUniform();
  }

  long uniformScore() {
    return current.uniformScore();
  }

  @Override
  public FeasibleNodes nodes() {
    return this;
  }

  @Override
  public int count() {
    return codes.size() - codes.rejected();
  }

  @Override
  public int next(int from) {
    return codes.nextPassing(from);
  }

  @Override
  public long get(int ordinal) {
    return current.get(ordinal);
  }

  @Override
  public void set(int ordinal, long score) {
    if (current.get(ordinal) != score) {
      own().set(ordinal, score);
    }
  }

  @Override
  public long max() {
    return isUniform() ? Math.max(0, uniformScore()) : ScoreKernels.maxFromZero(codes, current);
  }

  @Override
  public void normalizeByMax(boolean reverse) {
    long max = max();
    if (max == 0) {
      if (reverse) {
        fill(MAX_SCORE);
      }
    } else if (isUniform()) {
      long scaled = MAX_SCORE * max / max; // not always 100: huge scores wrap around
      fill(reverse ? MAX_SCORE - scaled : scaled);
    } else {
      ScoreKernels.scaleToHundred(codes, own(), max, reverse);
    }
  }

  private void fill(long score) {
    own.resize(codes.size());
    own.fill(score);
    current = own;
  }

  private ScoreColumn own() {
    if (current != own) {
      own.copyFrom(current);
      current = own;
    }
    return own;
  }
}
