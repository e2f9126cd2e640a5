package dev.berth.kube.lease;

import static dev.berth.kube.lease.ElectionBed.SECOND;
import static dev.berth.kube.lease.ElectionBed.fate;
import static dev.berth.kube.lease.ElectionBed.phase;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.kube.lease.ElectionStatus.Phase;
import dev.berth.kube.lease.SimulatedRequests.Accident;
import dev.berth.kube.lease.SimulatedRequests.Fate;
import java.time.Duration;
import java.util.Deque;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every way of one replica, with kube-scheduler's numbers: 15 s, 10 s, 2 s. */
final class ElectionTest {
  private final ElectionBed bed = new ElectionBed();
  private final SimulatedLeases server = bed.server;
  private final Deque<Fate> fates = bed.fates;

  @AfterEach
  void close() {
    bed.close();
  }

  // ---- standing by

  @Test
  void onlyReplica_withoutALease_createsItAndLeads() {
    Replica a = bed.start("a");

    bed.run(1);

    assertThat(phase(a)).isEqualTo(Phase.LEADING);
    assertThat(a.isHolding()).isTrue();
    assertThat(server.writes()).containsExactly("a");
    assertThat(server.spec().path("leaseTransitions").asInt()).isEqualTo(1);
  }

  @Test
  void leaseOfADeadStranger_isTakenAfterItsOwnDuration_whateverItsTimesSay() {
    server.apply(
        "{'metadata': {'name': 'berth'}, 'spec': {'holderIdentity': 'x',"
            + "'leaseDurationSeconds': 40, 'leaseTransitions': 7,"
            + "'acquireTime': '1999-01-01T00:00:00.000000Z',"
            + "'renewTime': '1999-01-01T00:00:00.000000Z'}}");
    Replica a = bed.start("a");

    bed.run(39.9);
    assertThat(phase(a)).isEqualTo(Phase.STANDBY);
    assertThat(a.election.status().holder()).isEqualTo("x");

    bed.run(0.2);
    assertThat(phase(a)).isEqualTo(Phase.LEADING);
    assertThat(server.spec().path("leaseTransitions").asInt()).isEqualTo(8);
  }

  @ParameterizedTest
  @EnumSource
  void firstWrite_thatMeetsAnAccident_leadsAfterAnotherTry(Accident accident) {
    fates.add(Fate.GOOD); // the read
    fates.add(fate(accident));
    fates.add(Fate.GOOD);
    Replica a = bed.startOnBadNetwork("a");

    bed.run(15);

    assertThat(phase(a)).isEqualTo(Phase.LEADING);
    assertThat(a.isHolding()).isTrue();
    assertThat(a.election.status().problem()).isNull();
  }

  @Test
  void lease_wonTooSlowly_isRenewedBeforeItCounts() {
    fates.add(Fate.GOOD);
    fates.add(new Fate(Accident.NONE, SECOND, 30 * SECOND)); // longer than anyone waits for it
    fates.add(Fate.GOOD);
    Replica a = bed.startOnBadNetwork("a");

    bed.run(5.5);
    assertThat(server.holder()).isEqualTo("a");
    assertThat(phase(a)).isEqualTo(Phase.STANDBY);

    bed.run(5);
    assertThat(phase(a)).isEqualTo(Phase.LEADING);
  }

  @Test
  void lease_seenThroughASlowRead_isWaitedForFromTheAnswerOn() {
    server.apply(
        "{'metadata': {'name': 'berth'}, 'spec': {'holderIdentity': 'x',"
            + "'leaseDurationSeconds': 15, 'renewTime': '2026-01-01T00:00:00.000000Z'}}");
    fates.add(new Fate(Accident.NONE, 4 * SECOND, 500_000_000));
    fates.add(Fate.GOOD);
    Replica a = bed.startOnBadNetwork("a");

    bed.run(19.4);
    assertThat(phase(a)).isEqualTo(Phase.STANDBY);
    bed.run(0.2);
    assertThat(phase(a)).isEqualTo(Phase.LEADING);
  }

  @Test
  void ourName_writtenByAnotherHand_isNoLead() {
    server.apply(
        "{'metadata': {'name': 'berth'}, 'spec': {'holderIdentity': 'a',"
            + "'leaseDurationSeconds': 15, 'renewTime': '2026-01-01T00:00:00.000000Z'}}");
    Replica a = bed.start("a");

    bed.run(14.9);
    assertThat(phase(a)).isEqualTo(Phase.STANDBY);

    bed.run(0.2);
    assertThat(phase(a)).isEqualTo(Phase.LEADING);
  }

  @Test
  void refusedRead_isShownAndTriedAgain() {
    fates.add(fate(Accident.ERROR_BEFORE));
    Replica a = bed.startOnBadNetwork("a");

    bed.run(60);
    assertThat(a.election.status().problem())
        .isEqualTo("cannot read the lease: etcdserver: no leader (HTTP 500)");
    assertThat(phase(a)).isEqualTo(Phase.STANDBY);

    fates.clear();
    fates.add(Fate.GOOD);
    bed.run(5);
    assertThat(phase(a)).isEqualTo(Phase.LEADING);
  }

  // ---- leading

  @Test
  void leader_renewsEachPeriod_andLeadsOn_whateverTheWallClockDoes() {
    Replica a = bed.start("a");
    Replica b = bed.start("b");
    bed.run(5);
    Replica leader = a.isHolding() ? a : b;

    for (int minute = 0; minute < 10; minute++) {
      leader.process.turnWallClock(minute % 2 == 0 ? 3_600_000_000L : -3_600_000_000L);
      a.process.turnWallClock(-1_500_000);
      bed.run(60);
    }
    leader.process.stopWallClock();
    bed.run(600);

    assertThat(leader.isHolding()).isTrue();
    assertThat(server.writes()).containsOnly(leader.identity).hasSizeBetween(590, 605);
    assertThat(leader.election.status().sinceRenewal())
        .isBetween(Duration.ZERO, Duration.ofMillis(2_100));
    assertThat(server.spec().path("leaseTransitions").asInt()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void renewal_thatMeetsAnAccident_isRepeated(Accident accident) {
    fates.add(Fate.GOOD);
    Replica a = bed.startOnBadNetwork("a");
    bed.run(1);
    fates.clear();
    fates.add(fate(accident));
    fates.add(Fate.GOOD);

    bed.run(60);

    assertThat(a.isHolding()).isTrue();
    assertThat(a.losses).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"REQUEST_LOST", "ERROR_BEFORE", "ANSWER_LOST"})
  void leader_withoutAnAnswer_isOverAtTheDeadline(Accident accident) {
    fates.add(Fate.GOOD);
    Replica a = bed.startOnBadNetwork("a");
    bed.run(1);
    fates.clear();
    fates.add(fate(accident));

    bed.run(8.9); // the last good write was sent within the first few milliseconds
    assertThat(a.isHolding()).isTrue();
    bed.run(0.2);
    assertThat(a.isHolding()).isFalse();
    assertThat(phase(a)).isEqualTo(Phase.LOST);

    fates.clear();
    fates.add(Fate.GOOD);
    bed.run(60);
    assertThat(phase(a)).isEqualTo(Phase.LOST);
    assertThat(a.isHolding()).isFalse();
    assertThat(a.losses).hasSize(1).first().asString().contains("was not renewed in time");
  }

  @Test
  void deadline_countsFromTheSending_notFromTheAnswer() {
    fates.add(Fate.GOOD);
    fates.add(new Fate(Accident.NONE, 1_000_000, 4 * SECOND));
    fates.add(fate(Accident.REQUEST_LOST));
    Replica a = bed.startOnBadNetwork("a");

    bed.run(9.9);
    assertThat(a.isHolding()).isTrue();
    bed.run(0.2);
    assertThat(a.isHolding()).isFalse();
  }

  record Interference(String name, Consumer<SimulatedLeases> edit) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Interference> harmless() {
    return Stream.of(
        new Interference("deleted", SimulatedLeases::delete),
        new Interference("annotated", SimulatedLeases::touch),
        new Interference("emptied", server -> server.edit(spec -> spec.put("holderIdentity", ""))),
        new Interference("cleared", server -> server.edit(spec -> spec.removeAll())),
        new Interference(
            "other duration", server -> server.edit(spec -> spec.put("leaseDurationSeconds", 99))),
        new Interference(
            "no transitions", server -> server.edit(spec -> spec.remove("leaseTransitions"))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("harmless")
  void lease_thatAHandTouched_isKept(Interference interference) {
    Replica a = bed.start("a");
    bed.run(5);
    Leadership before = a.leadership;

    interference.edit.accept(server);
    bed.run(5);

    assertThat(a.leadership).isSameAs(before);
    assertThat(a.isHolding()).isTrue();
    assertThat(server.holder()).isEqualTo("a");
    assertThat(server.spec().path("leaseDurationSeconds").asInt()).isEqualTo(15);
    bed.run(60);
    assertThat(a.isHolding()).isTrue();
  }

  @Test
  void lease_givenToAStrangerByHand_isLostAtTheNextRenewal() {
    Replica a = bed.start("a");
    bed.run(5);

    server.edit(spec -> spec.put("holderIdentity", "stranger"));
    bed.run(2.1);

    assertThat(phase(a)).isEqualTo(Phase.LOST);
    assertThat(a.isHolding()).isFalse();
    assertThat(a.losses).containsExactly("the lease is held by stranger");
    assertThat(a.election.status().holder()).isEqualTo("stranger");
    assertThat(server.holder()).isEqualTo("stranger");
  }

  @Test
  void status_ofAPausedLeader_saysLostBeforeItKnows() {
    Replica a = bed.start("a");
    bed.run(5);

    a.process.pause(40 * SECOND);
    bed.run(12);

    assertThat(a.losses).isEmpty();
    assertThat(phase(a)).isEqualTo(Phase.LOST);
  }

  // ---- two

  @Test
  void deletedLease_isNotTakenFromALeaderWhoDoesNotKnow() {
    Replica a = bed.start("a");
    bed.run(1);
    Replica b = bed.start("b");
    bed.run(4);

    a.process.pause(8 * SECOND);
    server.delete();
    bed.run(8);

    assertThat(b.isHolding()).isFalse();
    bed.run(5);
    assertThat(a.isHolding()).isTrue();
    assertThat(server.holder()).isEqualTo("a");
  }
}
