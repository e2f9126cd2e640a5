package dev.berth.kube.lease;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.kube.lease.ElectionStatus.Phase;
import dev.berth.kube.lease.SimulatedRequests.Accident;
import dev.berth.kube.lease.SimulatedRequests.Fate;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every way of one replica, and of two, with kube-scheduler's numbers: 15 s, 10 s, 2 s. */
final class ElectionTest {
  private static final long SECOND = 1_000_000_000;

  private final Simulation simulation = new Simulation();
  private final SimulatedLeases server = new SimulatedLeases();
  private final Deque<Fate> fates = new ArrayDeque<>();

  @AfterEach
  void end() {
    simulation.close();
  }

  private Replica start(String identity) {
    return Replica.on(simulation, server, identity).start();
  }

  /** A replica whose next requests meet the fates, all later ones the last of them. */
  private Replica startOnBadNetwork(String identity) {
    SimulatedProcess process = new SimulatedProcess(simulation, -SECOND, 1);
    return new Replica(
            simulation,
            server,
            identity,
            process,
            1,
            () -> fates.size() > 1 ? fates.remove() : fates.element())
        .start();
  }

  private void run(double seconds) {
    simulation.run((long) (seconds * SECOND));
  }

  private static Fate fate(Accident accident) {
    return new Fate(accident, 1_000_000, 1_000_000);
  }

  private static Phase phase(Replica replica) {
    return replica.election.status().phase();
  }

  // ---- standing by --------------------------------------------------------------------------

  @Test
  void onlyReplica_withoutALease_createsItAndLeads() {
    Replica a = start("a");

    run(1);

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
    Replica a = start("a");

    run(39.9);
    assertThat(phase(a)).isEqualTo(Phase.STANDBY);
    assertThat(a.election.status().holder()).isEqualTo("x");

    run(0.2);
    assertThat(phase(a)).isEqualTo(Phase.LEADING);
    assertThat(server.spec().path("leaseTransitions").asInt()).isEqualTo(8);
  }

  @ParameterizedTest
  @EnumSource
  void firstWrite_thatMeetsAnAccident_leadsAfterAnotherTry(Accident accident) {
    fates.add(Fate.GOOD); // the read
    fates.add(fate(accident));
    fates.add(Fate.GOOD);
    Replica a = startOnBadNetwork("a");

    run(15);

    assertThat(phase(a)).isEqualTo(Phase.LEADING);
    assertThat(a.isHolding()).isTrue();
    assertThat(a.election.status().problem()).isNull();
  }

  @Test
  void lease_wonTooSlowly_isRenewedBeforeItCounts() {
    fates.add(Fate.GOOD);
    fates.add(new Fate(Accident.NONE, SECOND, 30 * SECOND)); // longer than anyone waits for it
    fates.add(Fate.GOOD);
    Replica a = startOnBadNetwork("a");

    run(5.5);
    assertThat(server.holder()).isEqualTo("a");
    assertThat(phase(a)).isEqualTo(Phase.STANDBY);

    run(5);
    assertThat(phase(a)).isEqualTo(Phase.LEADING);
  }

  @Test
  void lease_seenThroughASlowRead_isWaitedForFromTheAnswerOn() {
    server.apply(
        "{'metadata': {'name': 'berth'}, 'spec': {'holderIdentity': 'x',"
            + "'leaseDurationSeconds': 15, 'renewTime': '2026-01-01T00:00:00.000000Z'}}");
    fates.add(new Fate(Accident.NONE, 4 * SECOND, 500_000_000));
    fates.add(Fate.GOOD);
    Replica a = startOnBadNetwork("a");

    run(19.4);
    assertThat(phase(a)).isEqualTo(Phase.STANDBY);
    run(0.2);
    assertThat(phase(a)).isEqualTo(Phase.LEADING);
  }

  @Test
  void ourName_writtenByAnotherHand_isNoLead() {
    server.apply(
        "{'metadata': {'name': 'berth'}, 'spec': {'holderIdentity': 'a',"
            + "'leaseDurationSeconds': 15, 'renewTime': '2026-01-01T00:00:00.000000Z'}}");
    Replica a = start("a");

    run(14.9);
    assertThat(phase(a)).isEqualTo(Phase.STANDBY);

    run(0.2);
    assertThat(phase(a)).isEqualTo(Phase.LEADING);
  }

  @Test
  void refusedRead_isShownAndTriedAgain() {
    fates.add(fate(Accident.ERROR_BEFORE));
    Replica a = startOnBadNetwork("a");

    run(60);
    assertThat(a.election.status().problem())
        .isEqualTo("cannot read the lease: etcdserver: no leader (HTTP 500)");
    assertThat(phase(a)).isEqualTo(Phase.STANDBY);

    fates.clear();
    fates.add(Fate.GOOD);
    run(5);
    assertThat(phase(a)).isEqualTo(Phase.LEADING);
  }

  // ---- leading ------------------------------------------------------------------------------

  @Test
  void leader_renewsEachPeriod_andLeadsOn_whateverTheWallClockDoes() {
    Replica a = start("a");
    Replica b = start("b");
    run(5);
    Replica leader = a.isHolding() ? a : b;

    for (int minute = 0; minute < 10; minute++) {
      leader.process.turnWallClock(minute % 2 == 0 ? 3_600_000_000L : -3_600_000_000L);
      a.process.turnWallClock(-1_500_000);
      run(60);
    }
    leader.process.stopWallClock();
    run(600);

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
    Replica a = startOnBadNetwork("a");
    run(1);
    fates.clear();
    fates.add(fate(accident));
    fates.add(Fate.GOOD);

    run(60);

    assertThat(a.isHolding()).isTrue();
    assertThat(a.losses).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"REQUEST_LOST", "ERROR_BEFORE", "ANSWER_LOST"})
  void leader_withoutAnAnswer_isOverAtTheDeadline(Accident accident) {
    fates.add(Fate.GOOD);
    Replica a = startOnBadNetwork("a");
    run(1);
    fates.clear();
    fates.add(fate(accident));

    run(8.9); // the last good write was sent within the first few milliseconds
    assertThat(a.isHolding()).isTrue();
    run(0.2);
    assertThat(a.isHolding()).isFalse();
    assertThat(phase(a)).isEqualTo(Phase.LOST);

    fates.clear();
    fates.add(Fate.GOOD);
    run(60);
    assertThat(phase(a)).isEqualTo(Phase.LOST);
    assertThat(a.isHolding()).isFalse();
    assertThat(a.losses).hasSize(1).first().asString().contains("was not renewed in time");
  }

  @Test
  void deadline_countsFromTheSending_notFromTheAnswer() {
    fates.add(Fate.GOOD);
    fates.add(new Fate(Accident.NONE, 1_000_000, 4 * SECOND));
    fates.add(fate(Accident.REQUEST_LOST));
    Replica a = startOnBadNetwork("a");

    run(9.9);
    assertThat(a.isHolding()).isTrue();
    run(0.2);
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
    Replica a = start("a");
    run(5);
    Leadership before = a.leadership;

    interference.edit.accept(server);
    run(5);

    assertThat(a.leadership).isSameAs(before);
    assertThat(a.isHolding()).isTrue();
    assertThat(server.holder()).isEqualTo("a");
    assertThat(server.spec().path("leaseDurationSeconds").asInt()).isEqualTo(15);
    run(60);
    assertThat(a.isHolding()).isTrue();
  }

  @Test
  void lease_givenToAStrangerByHand_isLostAtTheNextRenewal() {
    Replica a = start("a");
    run(5);

    server.edit(spec -> spec.put("holderIdentity", "stranger"));
    run(2.1);

    assertThat(phase(a)).isEqualTo(Phase.LOST);
    assertThat(a.isHolding()).isFalse();
    assertThat(a.losses).containsExactly("the lease is held by stranger");
    assertThat(a.election.status().holder()).isEqualTo("stranger");
    assertThat(server.holder()).isEqualTo("stranger");
  }

  @Test
  void status_ofAPausedLeader_saysLostBeforeItKnows() {
    Replica a = start("a");
    run(5);

    a.process.pause(40 * SECOND);
    run(12);

    assertThat(a.losses).isEmpty();
    assertThat(phase(a)).isEqualTo(Phase.LOST);
  }

  // ---- two ----------------------------------------------------------------------------------

  @Test
  void deletedLease_isNotTakenFromALeaderWhoDoesNotKnow() {
    Replica a = start("a");
    run(1);
    Replica b = start("b");
    run(4);

    a.process.pause(8 * SECOND);
    server.delete();
    run(8);

    assertThat(b.isHolding()).isFalse();
    run(5);
    assertThat(a.isHolding()).isTrue();
    assertThat(server.holder()).isEqualTo("a");
  }

  @Test
  void leader_pausedForLong_isReplaced_andLearnsIt() {
    Replica a = start("a");
    run(1);
    Replica b = start("b");
    run(4);

    a.process.pause(40 * SECOND);
    run(39);
    assertThat(b.isHolding()).isTrue();
    run(5);

    assertThat(a.losses).hasSize(1);
    assertThat(b.isHolding()).isTrue();
    assertThat(server.holder()).isEqualTo("b");
  }

  // ---- the end ------------------------------------------------------------------------------

  @Test
  void closedLeader_givesTheLeaseBack_andAStandbyTakesItAtItsNextTry() {
    Replica a = start("a");
    run(1);
    Replica b = start("b");
    run(10);

    a.process.interrupt();
    run(0.01);
    assertThat(phase(a)).isEqualTo(Phase.CLOSED);
    assertThat(a.isHolding()).isFalse();
    assertThat(a.losses).isEmpty();
    assertThat(server.holder()).isEmpty();
    assertThat(a.process.isGone()).isTrue();

    run(4.4);
    assertThat(b.isHolding()).isTrue();
    assertThat(server.spec().path("leaseTransitions").asInt()).isEqualTo(2);
  }

  @Test
  void closedStandby_touchesNothing() {
    Replica a = start("a");
    run(1);
    Replica b = start("b");
    run(1);

    b.process.interrupt();
    run(0.5);

    assertThat(phase(b)).isEqualTo(Phase.CLOSED);
    assertThat(b.process.isGone()).isTrue();
    assertThat(server.writes()).containsOnly("a");
    assertThat(a.isHolding()).isTrue();
  }

  @Test
  void release_overAVersionThatIsNotOurs_isTriedAgain() {
    fates.add(Fate.GOOD);
    Replica a = startOnBadNetwork("a");
    run(1);
    fates.clear();
    fates.add(Fate.GOOD); // the read of the release
    fates.add(new Fate(Accident.NONE, 500_000_000, 1_000_000)); // its write, overtaken
    fates.add(Fate.GOOD);

    a.process.interrupt();
    run(0.1);
    server.touch();
    run(1);

    assertThat(server.holder()).isEmpty();
    assertThat(a.process.isGone()).isTrue();
  }

  @Test
  void release_leavesAnothersLeaseAlone() {
    Replica a = start("a");
    run(1);
    server.edit(spec -> spec.put("holderIdentity", "stranger"));

    a.process.interrupt();
    run(1);

    assertThat(server.holder()).isEqualTo("stranger");
    assertThat(phase(a)).isEqualTo(Phase.CLOSED);
  }

  @Test
  void release_toADeadServer_endsInTime() {
    fates.add(Fate.GOOD);
    Replica a = startOnBadNetwork("a");
    run(1);
    fates.clear();
    fates.add(fate(Accident.REQUEST_LOST));

    a.process.interrupt();
    run(5.2);

    assertThat(a.process.isGone()).isTrue();
  }

  @Test
  void close_whileTheWinningWriteIsUnderWay_givesTheLeaseBack() {
    fates.add(Fate.GOOD);
    fates.add(new Fate(Accident.NONE, 1_000_000, SECOND));
    fates.add(Fate.GOOD);
    Replica a = startOnBadNetwork("a");
    run(0.5);
    assertThat(server.holder()).isEqualTo("a");

    a.process.interrupt();
    run(1);

    assertThat(server.holder()).isEmpty();
    assertThat(a.leadership).isNull();
  }
}
