package dev.berth.explain;

import dev.berth.cycle.Whereabouts;
import dev.berth.model.PodKey;
import org.jspecify.annotations.Nullable;

/**
 * All that a scheduler knows about why one pod is where it is.
 *
 * <p>Threading: immutable.
 *
 * @param decision the last one kept, or null
 */
record PodAnswer(PodKey pod, LiveFacts live, @Nullable Decision decision) {

  /** Whether anything at all is known of the pod. */
  boolean isKnown() {
    return decision != null
        || (live instanceof LiveFacts.Answered answered
            && !(answered.whereabouts() instanceof Whereabouts.Unknown));
  }
}
