package dev.berth.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.model.Quantity;
import dev.berth.model.devices.AllocatedDevice;
import dev.berth.model.devices.Allocation;
import dev.berth.model.devices.Claims;
import dev.berth.model.devices.DeviceId;
import dev.berth.model.devices.ResourceClaim;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the ledger says is what a recount of all claims says, whatever happened before. */
final class ClaimLedgerTest {

  private static final int STEPS = 3_000;
  private static final int NAMES = 6;
  private static final int DEVICES = 5;

  private final Map<String, ResourceClaim> listed = new HashMap<>();
  private final ClaimLedger ledger = new ClaimLedger(listed::values);

  @Test
  void aDevice_isTaken_fromTheReservationOn_untilNobodyHasIt() {
    ResourceClaim claim = Claims.claim("c", "gpu");
    ResourceClaim allocated = Claims.allocated(claim, Claims.allocation("d0"));
    ledger.shown(null, claim);

    ledger.begin(allocated);
    assertThat(ledger.isPending("uid-c")).isTrue();
    assertThat(ledger.isTaken(Claims.id("d0"))).isTrue();

    ledger.shown(claim, allocated);
    assertThat(ledger.end("uid-c")).isTrue();
    assertThat(ledger.end("uid-c")).isFalse();
    assertThat(ledger.isTaken(Claims.id("d0"))).isTrue();

    ledger.shown(allocated, claim);
    assertThat(ledger.isTaken(Claims.id("d0"))).isFalse();
  }

  @Test
  void aDeviceOfTwoClaims_staysTaken_whenOneGoes() {
    ResourceClaim one = Claims.allocated(Claims.claim("a", "gpu"), Claims.allocation("d0"));
    ResourceClaim other = Claims.allocated(Claims.claim("b", "gpu"), Claims.allocation("d0"));
    ledger.shown(null, one);
    ledger.shown(null, other);

    ledger.shown(one, null);

    assertThat(ledger.isTaken(Claims.id("d0"))).isTrue();
  }

  @Test
  void adminAccess_takesNothing() {
    AllocatedDevice looked =
        new AllocatedDevice(
            "r", Claims.id("d0"), true, List.of(), List.of(), List.of(), null, Map.of());
    ledger.shown(
        null,
        Claims.allocated(
            Claims.claim("c", "gpu"), new Allocation(List.of(looked), List.of(), null, null)));

    assertThat(ledger.isTaken(Claims.id("d0"))).isFalse();
  }

  @Test
  void randomHistories_areCountedAsAFreshLedgerCountsTheirEnd() {
    SplittableRandom random = new SplittableRandom(20261122);
    Map<String, ResourceClaim> pending = new HashMap<>();
    int taken = 0;
    int consumed = 0;
    for (int step = 0; step < STEPS; step++) {
      String name = "c" + random.nextInt(NAMES);
      ResourceClaim before = listed.get(name);
      switch (random.nextInt(4)) {
        case 0 -> {
          ResourceClaim after = Claims.allocated(fresh(random, name), allocation(random));
          ledger.shown(before, after);
          listed.put(name, after);
        }
        case 1 -> {
          if (before != null) {
            ledger.shown(before, null);
            listed.remove(name);
          }
        }
        case 2 -> {
          ResourceClaim claim = Claims.allocated(fresh(random, name), whole(random));
          ledger.begin(claim);
          pending.put(claim.uid(), claim);
        }
        default -> {
          String uid = fresh(random, name).uid();
          assertThat(ledger.end(uid)).isEqualTo(pending.remove(uid) != null);
        }
      }

      assertThat(ledger.recount()).isTrue();
      ClaimLedger want = anew(listed, pending);
      for (int i = 0; i < DEVICES; i++) {
        DeviceId device = Claims.id("d" + i);
        assertThat(ledger.isTaken(device)).isEqualTo(want.isTaken(device));
        assertThat(ledger.isShared(device)).isEqualTo(want.isShared(device));
        assertThat(memory(ledger, device)).isEqualTo(memory(want, device));
        taken += want.isTaken(device) ? 1 : 0;
        consumed += memory(want, device) > 0 ? 1 : 0;
      }
    }
    assertThat(taken).as("devices that were taken").isPositive();
    assertThat(consumed).as("devices that were shared").isPositive();
  }

  @Test
  void aClaimThatTheLedgerDidNotHearOf_isFoundByARecount() {
    listed.put("c", Claims.allocated(Claims.claim("c", "gpu"), Claims.allocation("d0")));

    assertThat(ledger.isTaken(Claims.id("d0"))).isFalse();
    assertThat(ledger.recount()).isFalse();
    assertThat(ledger.isTaken(Claims.id("d0"))).isTrue();
    assertThat(ledger.recount()).isTrue();
  }

  @Test
  void aClaimWhoseEndTheLedgerDidNotHearOf_isFoundByARecount_whichLeavesWhatIsPending() {
    ledger.shown(null, Claims.allocated(Claims.claim("a", "gpu"), Claims.allocation("d0")));
    ledger.begin(Claims.allocated(Claims.claim("b", "gpu"), Claims.allocation("d1")));

    assertThat(ledger.recount()).isFalse();
    assertThat(ledger.isTaken(Claims.id("d0"))).isFalse();
    assertThat(ledger.isTaken(Claims.id("d1"))).isTrue();
    assertThat(ledger.isPending("uid-b")).isTrue();
    assertThat(ledger.recount()).isTrue();
    assertThat(ledger.end("uid-b")).isTrue();
    assertThat(ledger.isTaken(Claims.id("d1"))).isFalse();
  }

  @Test
  void sharesThatCameInAnotherOrder_areNoDifference_andOneThatGrewIs() {
    ResourceClaim one = Claims.allocated(Claims.claim("a", "gpu"), sharing("1", "1Gi"));
    ResourceClaim other = Claims.allocated(Claims.claim("b", "gpu"), sharing("2", "2Gi"));
    listed.put("a", one);
    listed.put("b", other);
    for (ResourceClaim first : List.of(one, other)) {
      ledger.shown(one, null);
      ledger.shown(other, null);
      ledger.shown(null, first);
      ledger.shown(null, first.equals(one) ? other : one);
      assertThat(memory(ledger, Claims.id("d0"))).isEqualTo(3L << 30);
      assertThat(ledger.recount()).isTrue();
    }

    listed.put("b", Claims.allocated(other, sharing("2", "5Gi")));
    assertThat(ledger.recount()).isFalse();
    assertThat(memory(ledger, Claims.id("d0"))).isEqualTo(6L << 30);
  }

  private static Allocation sharing(String share, String memory) {
    AllocatedDevice device =
        new AllocatedDevice(
            "r",
            Claims.id("d0"),
            false,
            List.of(),
            List.of(),
            List.of(),
            share,
            Map.of("memory", Quantity.parse(memory)));
    return new Allocation(List.of(device), List.of(), null, null);
  }

  /** A name is used again with another uid. */
  private static ResourceClaim fresh(SplittableRandom random, String name) {
    ResourceClaim named = Claims.claim(name, "gpu");
    ResourceClaim another = Claims.claim(name + "-" + random.nextInt(2), "gpu");
    return Claims.withMeta(named, another.meta());
  }

  private static ClaimLedger anew(
      Map<String, ResourceClaim> shown, Map<String, ResourceClaim> pending) {
    ClaimLedger anew = new ClaimLedger(List::of);
    shown.values().forEach(claim -> anew.shown(null, claim));
    pending.values().forEach(anew::begin);
    return anew;
  }

  private static long memory(ClaimLedger ledger, DeviceId device) {
    Map<String, Quantity> consumed = ledger.consumed(device);
    return consumed == null ? -1 : consumed.getOrDefault("memory", Quantity.ZERO).value();
  }

  private static Allocation whole(SplittableRandom random) {
    return Claims.allocation("d" + random.nextInt(DEVICES));
  }

  private static @Nullable Allocation allocation(SplittableRandom random) {
    if (random.nextInt(3) == 0) {
      return null;
    }
    List<AllocatedDevice> devices = new ArrayList<>();
    for (int i = random.nextInt(1, 4); i > 0; i--) {
      DeviceId id = Claims.id("d" + random.nextInt(DEVICES));
      String share = random.nextBoolean() ? "share-" + random.nextInt(100) : null;
      Map<String, Quantity> consumed =
          share == null || random.nextInt(4) == 0
              ? Map.of()
              : Map.of("memory", Quantity.parse(random.nextInt(1, 9) + "Gi"));
      devices.add(
          new AllocatedDevice(
              "r", id, random.nextInt(5) == 0, List.of(), List.of(), List.of(), share, consumed));
    }
    return new Allocation(devices, List.of(), null, null);
  }
}
