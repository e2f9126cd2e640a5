package dev.berth.kube.bind;

import dev.berth.model.PodInfo;
import org.jspecify.annotations.Nullable;

/**
 * What is to be written into a pod's status.
 *
 * <p>Threading: immutable.
 *
 * @param pod as it was when the write was asked for
 * @param failure the condition PodScheduled=False, null leaves conditions alone
 * @param nominatedNode null leaves the nomination alone, "" clears it, a name sets it
 */
record StatusWrite(PodInfo pod, @Nullable Failure failure, @Nullable String nominatedNode) {

  /** Why the pod is not scheduled. */
  record Failure(String reason, String message) {}

  /** One write with the effect of this one and then {@code later}. */
  StatusWrite followedBy(StatusWrite later) {
    return new StatusWrite(
        later.pod,
        later.failure == null ? failure : later.failure,
        later.nominatedNode == null ? nominatedNode : later.nominatedNode);
  }
}
