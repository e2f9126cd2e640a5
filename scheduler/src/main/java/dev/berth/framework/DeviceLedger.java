package dev.berth.framework;

import dev.berth.model.devices.ResourceClaim;

/**
 * Which devices claims have, or are about to have: what the listers show, and what was reserved and
 * is not written yet.
 *
 * <p>One for all profiles, as they share the devices. Mirrors {@code ResourceClaimTracker},
 * kube-scheduler framework, Kubernetes 1.36.3. Threading: scheduler thread only.
 */
public interface DeviceLedger {

  /** All devices that are taken; the content is that of now, and does not change in an attempt. */
  TakenDevices taken();

  /** Whether somebody has reserved devices for the claim of that uid, and not written it yet. */
  boolean isPending(String claimUid);

  /** The claim is about to get what {@code allocated} shows. */
  void begin(ResourceClaim allocated);

  /** That was written, or given up; false when it was ended before. */
  boolean end(String claimUid);

  /**
   * Counts anew which devices are taken, by the claims that the listers show and what is pending,
   * and goes by that from now on. O(claims and their devices).
   *
   * @return whether what was kept was right
   */
  boolean recount();
}
