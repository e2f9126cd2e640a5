package dev.berth.kube.watch;

import dev.berth.kube.decode.DecodedObject;
import dev.berth.kube.decode.ObjectIdentity;
import dev.berth.model.ClusterObject;

/**
 * A PodDisruptionBudget in the cache of its informer.
 *
 * <p>Threading: immutable.
 */
final class HeldPodDisruptionBudget extends HeldObject {

  HeldPodDisruptionBudget(DecodedObject decoded) {
    super(decoded);
  }

  HeldPodDisruptionBudget(ObjectIdentity gone) {
    super(gone, ClusterObject.Kind.POD_DISRUPTION_BUDGET);
  }
}
