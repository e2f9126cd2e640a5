package dev.berth.pipeline;

import dev.berth.framework.Status;
import dev.berth.model.PodInfo;
import dev.berth.model.Refusal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Refuses pods with a constraint that Berth cannot honour, so that none is dropped in silence.
 *
 * <p>Threading: any thread. Cost: O(1).
 */
final class RefusalCheck {

  private RefusalCheck() {}

  /** Why the pod is refused, or null. */
  static @Nullable Status check(PodInfo pod) {
    List<Refusal> refusals = pod.refusals();
    return refusals.isEmpty() ? null : Status.unresolvable(refusals.getFirst().message());
  }
}
