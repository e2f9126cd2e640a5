package dev.berth.framework;

import dev.berth.model.PodKey;
import java.util.List;

/**
 * What a PostFilter plugin that makes room by evicting pods has come to.
 *
 * <p>Threading: immutable.
 */
public sealed interface Preemption {

  /** Nobody looked for victims. */
  record NotTried() implements Preemption {
    static final NotTried INSTANCE = new NotTried();
  }

  /** Looked for victims, and nobody is to be evicted. */
  record Without() implements Preemption {
    static final Without INSTANCE = new Without();
  }

  /**
   * The pod would fit on the node if these were gone.
   *
   * @param victims most important first
   * @param budgetViolations how many of them a PodDisruptionBudget protects
   */
  record Planned(String node, List<Victim> victims, long budgetViolations) implements Preemption {
    public Planned {
      victims = List.copyOf(victims);
    }
  }

  /** A pod to evict. */
  record Victim(PodKey key, String uid, int priority) {}

  static Preemption notTried() {
    return NotTried.INSTANCE;
  }

  static Preemption without() {
    return Without.INSTANCE;
  }
}
