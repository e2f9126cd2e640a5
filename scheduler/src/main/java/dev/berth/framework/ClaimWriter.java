package dev.berth.framework;

import dev.berth.model.PodClaims;
import dev.berth.model.PodInfo;
import dev.berth.model.devices.Allocation;
import dev.berth.model.devices.ClaimSpec;
import dev.berth.model.devices.ResourceClaim;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes ResourceClaims.
 *
 * <p>The first three are for a binding thread: they block until the outcome is known. The others
 * return at once; the outcome is told on the scheduler thread.
 *
 * <p>Threading: any thread.
 */
public interface ClaimWriter {

  /** What became of a write. */
  sealed interface Outcome {
    /** The claim as it is now. */
    record Written(ResourceClaim claim) implements Outcome {}

    /** It does not exist any more. */
    record Gone() implements Outcome {}

    /** It is as before, or nobody knows; why, in the server's words. */
    record Failed(String problem) implements Outcome {}
  }

  /**
   * Reserves the claim for the pod, and allocates it before where that was not done yet.
   *
   * @param allocation null when the claim is allocated
   */
  Outcome reserve(ResourceClaim claim, @Nullable Allocation allocation, PodInfo pod)
      throws InterruptedException;

  /** Creates the claim for extended resources of a pod, which owns it. */
  Outcome createExtended(PodInfo pod, ClaimSpec spec) throws InterruptedException;

  /** Says in the pod's status which claim has its extended resources: Success or Error. */
  Status recordExtended(PodInfo pod, PodClaims.ExtendedClaim claim) throws InterruptedException;

  /** The pod does not use the claim after all. */
  void release(ResourceClaim claim, PodInfo pod, Consumer<Outcome> then);

  /** Takes the claim's devices away, if it is still as it is here. */
  void deallocate(ResourceClaim claim, Consumer<Outcome> then);

  /** Deletes the claim for a pod's extended resources. */
  void delete(ResourceClaim claim, Consumer<Outcome> then);
}
