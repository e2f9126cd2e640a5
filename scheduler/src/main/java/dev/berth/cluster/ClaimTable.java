package dev.berth.cluster;

import dev.berth.model.devices.ResourceClaim;
import org.jspecify.annotations.Nullable;

/**
 * The ResourceClaims, and the ledger of their devices, which is told of each change of what is
 * shown.
 *
 * <p>Threading: the thread that owns the mirror.
 */
final class ClaimTable extends ObjectTable<ResourceClaim> {
  private final ClaimLedger ledger = new ClaimLedger(this::all);

  ClaimTable(LookUps lookUps) {
    super(ResourceClaim.class, lookUps);
  }

  /** The devices that claims have, or are about to have. */
  ClaimLedger ledger() {
    return ledger;
  }

  @Override
  void shown(@Nullable ResourceClaim before, @Nullable ResourceClaim after) {
    ledger.shown(before, after);
  }
}
