package dev.berth.cluster;

import dev.berth.model.devices.ResourceClaim;
import org.jspecify.annotations.Nullable;

/**
 * The ResourceClaims; the ledger of devices is told of each change of what is shown.
 *
 * <p>Threading: the thread that owns the mirror.
 */
final class ClaimTable extends ObjectTable<ResourceClaim> {
  private final ClaimLedger ledger;

  ClaimTable(ClaimLedger ledger, LookUps lookUps) {
    super(ResourceClaim.class, lookUps);
    this.ledger = ledger;
  }

  @Override
  void shown(@Nullable ResourceClaim before, @Nullable ResourceClaim after) {
    ledger.shown(before, after);
  }
}
