package dev.berth.kube.decode;

import dev.berth.model.Refusal;
import java.util.ArrayList;
import java.util.List;

/**
 * The refusals of one pod while it is read: bounded, the first ones kept. A pod is as unschedulable
 * with one reason as with ten thousand.
 *
 * <p>Threading: one per request.
 */
final class Refusals {
  private static final int MAX_KEPT = 16;

  private final List<Refusal> list = new ArrayList<>(0);

  void add(Refusal refusal) {
    if (list.size() < MAX_KEPT) {
      list.add(refusal);
    }
  }

  /** A position for {@link #takeFrom}. */
  int mark() {
    return list.size();
  }

  /** Removes and gives what was added since the mark. */
  List<Refusal> takeFrom(int mark) {
    List<Refusal> tail = list.subList(mark, list.size());
    List<Refusal> taken = List.copyOf(tail);
    tail.clear();
    return taken;
  }

  List<Refusal> toList() {
    return List.copyOf(list);
  }
}
