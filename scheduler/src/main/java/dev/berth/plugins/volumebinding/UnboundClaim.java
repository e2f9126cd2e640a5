package dev.berth.plugins.volumebinding;

import dev.berth.model.storage.PersistentVolumeClaim;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * A claim that is bound only when a node is chosen for its pod.
 *
 * <p>Threading: one per attempt.
 *
 * @param selectorError why the claim's selector cannot be understood; null when it can
 * @param candidates null when the claim waits to be provisioned for a node that is chosen already
 */
record UnboundClaim(
    PersistentVolumeClaim claim,
    Provisioning provisioning,
    @Nullable String selectorError,
    @Nullable Candidates candidates) {

  /** The smallest first, so that they leave the large volumes to the others. */
  static final Comparator<UnboundClaim> SMALLEST_FIRST =
      Comparator.comparing(unbound -> Candidates.requestOf(unbound.claim()));
}
