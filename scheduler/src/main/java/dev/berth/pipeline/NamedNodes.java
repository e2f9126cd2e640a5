package dev.berth.pipeline;

import dev.berth.columns.OrdinalList;
import dev.berth.framework.ClusterView;
import dev.berth.framework.Status;
import dev.berth.framework.StatusCodes;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntToLongFunction;

/**
 * Some nodes of a view by name, in the order in which somebody named them.
 *
 * <p>Threading: the thread that owns the view; for one attempt.
 */
final class NamedNodes {
  private static final Status UNKNOWN =
      Status.unresolvable("the node is not known to the scheduler that was asked");

  private final List<String> names;
  private final OrdinalList ordinals;

  private NamedNodes(List<String> names, OrdinalList ordinals) {
    this.names = names;
    this.ordinals = ordinals;
  }

  static NamedNodes of(List<String> names, ClusterView view) {
    OrdinalList ordinals = new OrdinalList(names.size());
    for (int i = 0; i < names.size(); i++) {
      ordinals.add(view.ordinal(names.get(i)));
    }
    return new NamedNodes(names, ordinals);
  }

  List<String> names() {
    return names;
  }

  /** The verdict on each; Success for those that pass. */
  List<Status> verdicts(AttemptCodes codes, StatusCodes table) {
    List<Status> verdicts = new ArrayList<>(ordinals.size());
    for (int i = 0; i < ordinals.size(); i++) {
      int ordinal = ordinals.get(i);
      verdicts.add(ordinal < 0 ? UNKNOWN : verdict(codes.get(ordinal), table));
    }
    return verdicts;
  }

  private static Status verdict(int code, StatusCodes table) {
    return code == 0 ? Status.success() : table.statusOf(code);
  }

  /** Gives this code to all passing nodes that were not named. */
  void leaveOnly(AttemptCodes codes, int code) {
    BitSet named = new BitSet(codes.size());
    for (int i = 0; i < ordinals.size(); i++) {
      if (ordinals.get(i) >= 0) {
        named.set(ordinals.get(i));
      }
    }
    for (int i = codes.next(0); i >= 0; i = codes.next(i + 1)) {
      if (!named.get(i)) {
        codes.set(i, code);
      }
    }
  }

  /** What each node that passes totals, and 0 for the others. */
  List<Long> totals(AttemptCodes codes, IntToLongFunction total) {
    List<Long> totals = new ArrayList<>(ordinals.size());
    for (int i = 0; i < ordinals.size(); i++) {
      int ordinal = ordinals.get(i);
      totals.add(ordinal >= 0 && codes.get(ordinal) == 0 ? total.applyAsLong(ordinal) : 0);
    }
    return totals;
  }
}
