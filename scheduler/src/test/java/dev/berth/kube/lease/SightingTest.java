package dev.berth.kube.lease;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** When a standby may take the lease: what it saw first, what it sees a second later. */
final class SightingTest {
  private static final long SECOND = 1_000_000_000;
  private static final long START = 5_000 * SECOND;
  private static final String HELD =
      "{'holderIdentity': 'a', 'leaseDurationSeconds': 20, 'renewTime': 't1'}";

  private static @Nullable LeaseDocument lease(String uid, @Nullable String spec) {
    if (spec == null) {
      return null;
    }
    String json = "{'metadata': {'uid': '" + uid + "'}, 'spec': " + spec + "}";
    try {
      return LeaseDocument.parse(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  record First(String name, @Nullable String spec, long wantSeconds) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<First> firstSightings() {
    return Stream.of(
        new First("no lease", null, 0),
        new First("held: for as long as it says, from now on", HELD, 20),
        new First(
            "held, and says not how long: for our own duration", "{'holderIdentity': 'a'}", 15),
        new First("never held", "{}", 0),
        new First("null", "null", 0),
        new First(
            "released by client-go or Berth",
            "{'holderIdentity': '', 'leaseDurationSeconds': 1, 'renewTime': 't'}",
            0),
        new First(
            "released by client-java", "{'leaseDurationSeconds': 15, 'leaseTransitions': 3}", 0),
        new First(
            "emptied by hand: its leader may live",
            "{'holderIdentity': '', 'leaseDurationSeconds': 20, 'renewTime': 't'}",
            20),
        new First(
            "longest duration",
            "{'holderIdentity': 'a', 'leaseDurationSeconds': 2147483647}",
            2147483647));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("firstSightings")
  void firstSighting(First first) {
    Sighting sighting = Sighting.NOTHING.next(lease("u", first.spec), START, Replica.TIMING);

    assertThat(sighting.freeInNanos(START)).isEqualTo(first.wantSeconds * SECOND);
  }

  record Second(String name, String uid, @Nullable String spec, long wantSeconds) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Second> secondSightings() {
    return Stream.of(
        new Second("unchanged", "u", HELD, 19),
        new Second("renewed", "u", HELD.replace("t1", "t2"), 20),
        new Second(
            "taken by another, for longer",
            "u",
            HELD.replace("'a'", "'b'").replace("20", "30"),
            30),
        new Second("made anew with the same record", "v", HELD, 20),
        new Second("deleted: its leader may live", "u", null, 20),
        new Second("emptied by hand", "u", HELD.replace("'a'", "''"), 20),
        new Second("released", "u", "{'leaseDurationSeconds': 1, 'renewTime': 't3'}", 0));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("secondSightings")
  void secondSighting_aSecondAfterAHeldLease(Second second) {
    Sighting sighting =
        Sighting.NOTHING
            .next(lease("u", HELD), START, Replica.TIMING)
            .next(lease(second.uid, second.spec), START + SECOND, Replica.TIMING);

    assertThat(sighting.freeInNanos(START + SECOND)).isEqualTo(second.wantSeconds * SECOND);
  }

  @Test
  void deletedLease_isWaitedForOnce() {
    Sighting gone =
        Sighting.NOTHING
            .next(lease("u", HELD), START, Replica.TIMING)
            .next(null, START + SECOND, Replica.TIMING)
            .next(null, START + 4 * SECOND, Replica.TIMING);

    assertThat(gone.freeInNanos(START + 4 * SECOND)).isEqualTo(17 * SECOND);
  }

  @Test
  void lease_missingBeforeAndAfterALongLookAway_mayHaveBeenThereMeanwhile() {
    Sighting gone =
        Sighting.NOTHING
            .next(lease("u", HELD), START, Replica.TIMING)
            .next(null, START + SECOND, Replica.TIMING)
            .next(null, START + 30 * SECOND, Replica.TIMING);

    assertThat(gone.freeInNanos(START + 30 * SECOND)).isEqualTo(20 * SECOND);
  }

  @Test
  void releasedLease_thatIsDeleted_isFree() {
    Sighting gone =
        Sighting.NOTHING
            .next(lease("u", HELD), START, Replica.TIMING)
            .next(lease("u", "{'leaseDurationSeconds': 1}"), START + SECOND, Replica.TIMING)
            .next(null, START + 2 * SECOND, Replica.TIMING);

    assertThat(gone.freeInNanos(START + 2 * SECOND)).isZero();
  }
}
