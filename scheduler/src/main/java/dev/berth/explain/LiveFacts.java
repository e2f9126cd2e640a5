package dev.berth.explain;

import dev.berth.cycle.Whereabouts;
import dev.berth.model.Resources;
import java.time.Duration;
import java.util.Map;

/**
 * What the loop says about a pod now, if it says anything.
 *
 * <p>Threading: immutable.
 */
sealed interface LiveFacts {

  /**
   * It has answered.
   *
   * @param allocatable of the nodes that were asked for and are still there
   */
  record Answered(boolean synced, Whereabouts whereabouts, Map<String, Resources> allocatable)
      implements LiveFacts {
    public Answered {
      allocatable = Map.copyOf(allocatable);
    }
  }

  /** It has not answered in time: it works on something that takes long, or hangs. */
  record Silent(Duration waited) implements LiveFacts {}
}
