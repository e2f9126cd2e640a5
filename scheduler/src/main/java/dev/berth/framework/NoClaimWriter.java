package dev.berth.framework;

import dev.berth.model.PodClaims;
import dev.berth.model.PodInfo;
import dev.berth.model.devices.Allocation;
import dev.berth.model.devices.ClaimSpec;
import dev.berth.model.devices.ResourceClaim;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A writer for who decides and does not act: every write fails, what would be told later is never
 * told.
 *
 * <p>Threading: any thread.
 */
public final class NoClaimWriter implements ClaimWriter {
  private static final String NOTHING_WRITES = "nothing writes claims here";
  private static final Outcome FAILED = new Outcome.Failed(NOTHING_WRITES);

  @Override
  public Outcome reserve(ResourceClaim claim, @Nullable Allocation allocation, PodInfo pod) {
    return FAILED;
  }

  @Override
  public Outcome createExtended(PodInfo pod, ClaimSpec spec) {
    return FAILED;
  }

  @Override
  public Status recordExtended(PodInfo pod, PodClaims.ExtendedClaim claim) {
    return Status.error(NOTHING_WRITES);
  }

  @Override
  public void release(ResourceClaim claim, PodInfo pod, Consumer<Outcome> then) {}

  @Override
  public void deallocate(ResourceClaim claim, Consumer<Outcome> then) {}

  @Override
  public void delete(ResourceClaim claim, Consumer<Outcome> then) {}
}
