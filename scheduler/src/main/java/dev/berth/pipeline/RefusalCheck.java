package dev.berth.pipeline;

import dev.berth.framework.Status;
import dev.berth.model.PodInfo;
import dev.berth.model.Refusal;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Refuses pods with a constraint that Berth cannot honour, so that none is dropped in silence.
 *
 * <p>What a missing plugin would decide is refused only in profiles that enable the plugin; unknown
 * fields and values inside a structure that narrows placement are always refused.
 *
 * <p>Threading: the thread that owns the view. Cost: O(1) for a pod without such constraints.
 */
final class RefusalCheck {

  private final Set<String> unbuilt;

  RefusalCheck(Set<String> unbuilt) {
    this.unbuilt = unbuilt;
  }

  /** Why the pod is refused, or null. */
  @Nullable Status check(PodInfo pod) {
    for (Refusal refusal : pod.refusals()) {
      switch (refusal) {
        case Refusal.UnbuiltPlugin missing -> {
          if (unbuilt.contains(missing.plugin())) {
            return Status.unresolvable(missing.message()).by(missing.plugin());
          }
        }
        case Refusal.UnbuiltFeature _, Refusal.UnknownField _, Refusal.UnknownValue _ -> {
          return Status.unresolvable(refusal.message());
        }
      }
    }
    return null;
  }
}
