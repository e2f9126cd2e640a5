package dev.berth.cluster;

import dev.berth.columns.ChangeLog;
import dev.berth.framework.NodeDependence;
import dev.berth.framework.ScoreException;

/**
 * Answers by node ordinal, of one plugin for one aspect of pods or of what follows from several
 * plugins, and how far they have followed the view's changes.
 *
 * <p>Whatever a plugin throws on the way leaves the memo as one that has to be filled anew.
 * Threading: the thread that owns the view.
 *
 * @param <A> what a node's answer is made from, beside the node
 */
abstract sealed class Memo<A>
    permits FilterMemo,
        ScoreMemo,
        FirstOfMemo,
        RankingMemo,
        DomainMemo,
        TallyMemo,
        FactsMemo,
        RuleMemo,
        TermMemo {

  /** The cursor of a memo that has to be filled anew. */
  private static final long NEVER = -1;

  /** What a memo holds beside its column, about: key, aspect, entry, cursor. */
  private static final long BYTES_BESIDE_COLUMN = 512;

  final LiveView view;
  private final ChangeLog changes;
  private long cursor = NEVER;

  Memo(LiveView view, NodeDependence dependence) {
    this.view = view;
    this.changes = view.changes(dependence);
  }

  /**
   * Asks the plugin again about the nodes that changed since the last time; false when an answer
   * was none that can be remembered.
   */
  final boolean refresh(A asker) throws ScoreException {
    long seen = cursor;
    long end = changes.end();
    if (seen == end) {
      return true;
    }
    cursor = NEVER;
    int nodes = view.nodeCount();
    boolean complete;
    resize(nodes);
    // A kernel fills several nodes in the time that one refresh takes, so half of the nodes is too
    // many.
    if (seen == NEVER || !changes.reaches(seen) || end - seen > nodes / 2) {
      complete = fill(asker);
    } else {
      complete = askChanged(seen, end, asker);
    }
    if (complete) {
      cursor = end;
    }
    return complete;
  }

  private boolean askChanged(long seen, long end, A asker) throws ScoreException {
    int nodes = view.nodeCount();
    for (long at = seen; at < end; at++) {
      int ordinal = changes.at(at);
      if (ordinal < nodes && !ask(ordinal, asker)) {
        return false;
      }
    }
    return true;
  }

  final long bytes() {
    return BYTES_BESIDE_COLUMN + columnBytes();
  }

  /** Makes the column that long; a no-op when it is. */
  abstract void resize(int nodes);

  /** Asks about every node; false when an answer cannot be remembered. */
  abstract boolean fill(A asker) throws ScoreException;

  /** Asks about one node; false when the answer cannot be remembered. */
  abstract boolean ask(int ordinal, A asker) throws ScoreException;

  abstract long columnBytes();
}
