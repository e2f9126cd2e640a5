package dev.berth.pipeline;

import dev.berth.columns.ScoreColumn;
import dev.berth.columns.ScoreKernels;
import dev.berth.framework.FeasibleNodes;
import dev.berth.framework.Scores;
import java.util.Objects;
import java.util.function.LongUnaryOperator;

/**
 * One plugin's scores in one attempt: the raw column, which may belong to a memo, and a copy of it
 * as soon as normalising changes something; or one number for all nodes.
 *
 * <p>A column that is one number is normalised as that number. Threading: the thread that owns the
 * view; reused from attempt to attempt.
 */
final class AttemptScores implements Scores {

  private final AttemptCodes codes;
  private final ScoreColumn own = new ScoreColumn();
  private ScoreColumn current = own;

  /** All nodes have {@link #constant}, and {@link #current} is not looked at. */
  private boolean isConstant;

  private long constant;

  AttemptScores(AttemptCodes codes) {
    this.codes = codes;
  }

  /** Starts with scores that somebody else owns. */
  void borrow(ScoreColumn remembered) {
    current = remembered;
    isConstant = false;
  }

  /** Starts with 0 for every node. */
  void clear() {
    setAll(0);
  }

  /** Starts with a column of 0 for somebody to write into, who then calls its {@code recount}. */
  ScoreColumn begin() {
    own.resize(codes.size());
    own.fill(0);
    isConstant = false;
    current = own;
    return own;
  }

  private void setAll(long score) {
    isConstant = true;
    constant = score;
  }

  /** The scores, when they are not {@link #isConstant}. */
  ScoreColumn column() {
    return current;
  }

  /** True while the scores are exactly those that somebody else owns. */
  boolean isBorrowed() {
    return !isConstant && current != own;
  }

  /** True when all nodes have one score, and there is no column of them. */
  boolean isConstant() {
    return isConstant;
  }

  @Override
  public FeasibleNodes nodes() {
    return codes;
  }

  @Override
  public long get(int ordinal) {
    return isConstant ? constantAt(ordinal) : current.get(ordinal);
  }

  private long constantAt(int ordinal) {
    Objects.checkIndex(ordinal, codes.size());
    return constant;
  }

  @Override
  public void set(int ordinal, long score) {
    if (get(ordinal) != score) {
      own().set(ordinal, score);
    }
  }

  @Override
  public long max() {
    return isUniform()
        ? Math.max(0, uniformScore())
        : ScoreKernels.maxFromZero(codes.column(), current);
  }

  @Override
  public long lowest() {
    return isUniform() ? uniformScore() : ScoreKernels.lowest(codes.column(), current);
  }

  @Override
  public long highest() {
    return isUniform() ? uniformScore() : ScoreKernels.highest(codes.column(), current);
  }

  @Override
  public void replaceAll(LongUnaryOperator change) {
    if (isUniform()) {
      setAll(change.applyAsLong(uniformScore()));
    } else {
      ScoreKernels.replaceAll(codes.column(), own(), change);
    }
  }

  boolean isUniform() {
    return isConstant || current.isUniform();
  }

  long uniformScore() {
    return isConstant ? constant : current.uniformScore();
  }

  @Override
  public void normalizeByMax(boolean reverse) {
    long max = max();
    if (max == 0) {
      if (reverse) {
        setAll(MAX_SCORE);
      }
    } else if (isUniform()) {
      long scaled = MAX_SCORE * max / max; // not always 100: huge scores wrap around
      setAll(reverse ? MAX_SCORE - scaled : scaled);
    } else {
      ScoreKernels.scaleToHundred(codes.column(), own(), max, reverse);
    }
  }

  private ScoreColumn own() {
    if (isConstant) {
      own.resize(codes.size());
      own.fill(constant);
    } else if (current != own) {
      own.copyFrom(current);
    }
    isConstant = false;
    current = own;
    return own;
  }
}
