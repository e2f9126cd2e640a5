package dev.berth.pipeline;

import dev.berth.framework.ClusterView;
import dev.berth.framework.Status;
import dev.berth.framework.StatusCodes;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntToLongFunction;

/**
 * Some nodes of a view by name, in the order in which somebody named them.
 *
 * <p>Threading: the thread that owns the view; for one attempt.
 */
final class NamedNodes {
  private static final Status UNKNOWN =
      Status.unresolvable("the node is not known to the scheduler that was asked");

  private final Map<String, Integer> ordinals;

  private NamedNodes(Map<String, Integer> ordinals) {
    this.ordinals = ordinals;
  }

  static NamedNodes of(List<String> names, ClusterView view) {
    Map<String, Integer> ordinals = new LinkedHashMap<>();
    names.forEach(name -> ordinals.put(name, view.ordinal(name)));
    return new NamedNodes(ordinals);
  }

  int count() {
    return ordinals.size();
  }

  Map<String, Status> rejected(AttemptCodes codes, StatusCodes table) {
    Map<String, Status> rejected = new LinkedHashMap<>();
    ordinals.forEach(
        (name, ordinal) -> {
          if (ordinal < 0) {
            rejected.put(name, UNKNOWN);
          } else if (codes.get(ordinal) != 0) {
            rejected.put(name, table.statusOf(codes.get(ordinal)));
          }
        });
    return rejected;
  }

  /** Gives this code to all passing nodes that were not named. */
  void leaveOnly(AttemptCodes codes, int code) {
    Set<Integer> named = new HashSet<>(ordinals.values());
    for (int i = codes.next(0); i >= 0; i = codes.next(i + 1)) {
      if (!named.contains(i)) {
        codes.set(i, code);
      }
    }
  }

  Map<String, Long> passing(AttemptCodes codes, IntToLongFunction total) {
    Map<String, Long> passing = new LinkedHashMap<>();
    ordinals.forEach(
        (name, ordinal) -> {
          if (ordinal >= 0 && codes.get(ordinal) == 0) {
            passing.put(name, total.applyAsLong(ordinal));
          }
        });
    return passing;
  }
}
