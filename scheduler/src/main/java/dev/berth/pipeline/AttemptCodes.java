package dev.berth.pipeline;

import dev.berth.columns.CodeColumn;
import dev.berth.framework.DomainRule;
import dev.berth.framework.FeasibleNodes;
import dev.berth.framework.Status;
import dev.berth.framework.StatusCodes;

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
  void fill(int nodes, int code) {
    own.resize(nodes);
    own.fill(code);
    current = own;
  }

  /** The codes, to be read. */
  CodeColumn column() {
    return current;
  }

  boolean isBorrowed() {
    return current != own;
  }

  void set(int ordinal, int code) {
    own().set(ordinal, code);
  }

  /** Lays codes under these: a node that passes here gets the other's code. */
  void keepFirst(CodeColumn next) {
    if (next.rejected() > 0) {
      own().keepFirst(next);
    }
  }

  /** Rejects nodes that still pass and do not meet the rule. */
  void apply(DomainRule rule, StatusCodes codes) {
    if (!rule.saysNothing()) {
      Status homeless = rule.withoutDomain();
      rule.tally()
          .reject(
              own(),
              rule.atLeast(),
              rule.atMost(),
              codes.codeOf(rule.otherwise()),
              homeless == null ? 0 : codes.codeOf(homeless));
    }
  }

  private CodeColumn own() {
    if (current != own) {
      own.copyFrom(current);
      current = own;
    }
    return own;
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
