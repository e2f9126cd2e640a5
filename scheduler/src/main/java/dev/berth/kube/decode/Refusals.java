package dev.berth.kube.decode;

import dev.berth.model.Refusal;
import java.util.ArrayList;
import java.util.List;

/**
 * The refusals of one pod while it is read: bounded, the first of each sort kept.
 *
 * <p>Of structures without a plugin one per plugin is kept, of the others the first few: a pod is
 * as unschedulable with one reason as with ten thousand.
 *
 * <p>Threading: one per request.
 */
final class Refusals {
  private static final int MAX_UNKNOWN = 16;

  private final List<Refusal> list = new ArrayList<>(0);

  void add(Refusal refusal) {
    boolean wanted =
        switch (refusal) {
          case Refusal.UnbuiltPlugin(String path, String plugin) -> !names(plugin);
          case Refusal.UnbuiltFeature(String path, String feature) -> true;
          case Refusal.UnknownField unknown -> unknowns() < MAX_UNKNOWN;
          case Refusal.UnknownValue unknown -> unknowns() < MAX_UNKNOWN;
        };
    if (wanted) {
      list.add(refusal);
    }
  }

  private boolean names(String plugin) {
    for (Refusal refusal : list) {
      if (refusal instanceof Refusal.UnbuiltPlugin unbuilt && unbuilt.plugin().equals(plugin)) {
        return true;
      }
    }
    return false;
  }

  private int unknowns() {
    int count = 0;
    for (Refusal refusal : list) {
      if (refusal instanceof Refusal.UnknownField || refusal instanceof Refusal.UnknownValue) {
        count++;
      }
    }
    return count;
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
