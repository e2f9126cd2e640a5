package dev.berth.pipeline;

import dev.berth.columns.CodeColumn;
import dev.berth.framework.FeasibleNodes;

/**
 * The status codes of one attempt, by node: those that the view remembers, and a copy of them as
 * soon as one is changed.
 *
 * <p>Threading: the thread that owns the view; reused from attempt to attempt.
 */
final class AttemptCodes implements FeasibleNodes {

  private final CodeColumn own = new CodeColumn();
  private CodeColumn current = own;

  /** Starts with codes that somebody else owns. */
  void borrow(CodeColumn remembered) {
    current = remembered;
  }

  /** Starts with a column of its own, every node with this code. */
  CodeColumn fill(int nodes, int code) {
    own.resize(nodes);
    own.fill(code);
    current = own;
    return own;
  }

  /** The codes, to be read. */
  CodeColumn column() {
    return current;
  }

  boolean isBorrowed() {
    return current != own;
  }

  void set(int ordinal, int code) {
    if (current != own) {
      own.copyFrom(current);
      current = own;
    }
    own.set(ordinal, code);
  }

  int get(int ordinal) {
    return current.get(ordinal);
  }

  int size() {
    return current.size();
  }

  int rejected() {
    return current.rejected();
  }

  @Override
  public int count() {
    return current.size() - current.rejected();
  }

  @Override
  public int next(int from) {
    return current.nextPassing(from);
  }
}
