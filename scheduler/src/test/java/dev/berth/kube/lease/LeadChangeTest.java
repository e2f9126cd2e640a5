package dev.berth.kube.lease;

import static dev.berth.kube.lease.ElectionBed.SECOND;
import static dev.berth.kube.lease.ElectionBed.fate;
import static dev.berth.kube.lease.ElectionBed.phase;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.kube.lease.ElectionStatus.Phase;
import dev.berth.kube.lease.SimulatedRequests.Accident;
import dev.berth.kube.lease.SimulatedRequests.Fate;
import java.util.Deque;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A lead that goes from one replica to another, or is given back, with kube-scheduler's numbers: 15
 * s, 10 s, 2 s.
 */
final class LeadChangeTest {
  private final ElectionBed bed = new ElectionBed();
  private final SimulatedLeases server = bed.server;
  private final Deque<Fate> fates = bed.fates;

  @AfterEach
  void close() {
    bed.close();
  }

  @Test
  void leader_pausedForLong_isReplaced_andLearnsIt() {
    Replica a = bed.start("a");
    bed.run(1);
    Replica b = bed.start("b");
    bed.run(4);

    a.process.pause(40 * SECOND);
    bed.run(39);
    assertThat(b.isHolding()).isTrue();
    bed.run(5);

    assertThat(a.losses).hasSize(1);
    assertThat(b.isHolding()).isTrue();
    assertThat(server.holder()).isEqualTo("b");
  }

  @Test
  void closedLeader_givesTheLeaseBack_andAStandbyTakesItAtItsNextTry() {
    Replica a = bed.start("a");
    bed.run(1);
    Replica b = bed.start("b");
    bed.run(10);

    a.process.interrupt();
    bed.run(0.01);
    assertThat(phase(a)).isEqualTo(Phase.CLOSED);
    assertThat(a.isHolding()).isFalse();
    assertThat(a.losses).isEmpty();
    assertThat(server.holder()).isEmpty();
    assertThat(a.process.isGone()).isTrue();

    bed.run(4.4);
    assertThat(b.isHolding()).isTrue();
    assertThat(server.spec().path("leaseTransitions").asInt()).isEqualTo(2);
  }

  @Test
  void closedStandby_touchesNothing() {
    Replica a = bed.start("a");
    bed.run(1);
    Replica b = bed.start("b");
    bed.run(1);

    b.process.interrupt();
    bed.run(0.5);

    assertThat(phase(b)).isEqualTo(Phase.CLOSED);
    assertThat(b.process.isGone()).isTrue();
    assertThat(server.writes()).containsOnly("a");
    assertThat(a.isHolding()).isTrue();
  }

  @Test
  void release_overAVersionThatIsNotOurs_isTriedAgain() {
    fates.add(Fate.GOOD);
    Replica a = bed.startOnBadNetwork("a");
    bed.run(1);
    fates.clear();
    fates.add(Fate.GOOD); // the read of the release
    fates.add(new Fate(Accident.NONE, 500_000_000, 1_000_000)); // its write, overtaken
    fates.add(Fate.GOOD);

    a.process.interrupt();
    bed.run(0.1);
    server.touch();
    bed.run(1);

    assertThat(server.holder()).isEmpty();
    assertThat(a.process.isGone()).isTrue();
  }

  @Test
  void release_leavesAnothersLeaseAlone() {
    Replica a = bed.start("a");
    bed.run(1);
    server.edit(spec -> spec.put("holderIdentity", "stranger"));

    a.process.interrupt();
    bed.run(1);

    assertThat(server.holder()).isEqualTo("stranger");
    assertThat(phase(a)).isEqualTo(Phase.CLOSED);
  }

  @Test
  void release_toADeadServer_endsInTime() {
    fates.add(Fate.GOOD);
    Replica a = bed.startOnBadNetwork("a");
    bed.run(1);
    fates.clear();
    fates.add(fate(Accident.REQUEST_LOST));

    a.process.interrupt();
    bed.run(5.2);

    assertThat(a.process.isGone()).isTrue();
  }

  @Test
  void close_whileTheWinningWriteIsUnderWay_givesTheLeaseBack() {
    fates.add(Fate.GOOD);
    fates.add(new Fate(Accident.NONE, 1_000_000, SECOND));
    fates.add(Fate.GOOD);
    Replica a = bed.startOnBadNetwork("a");
    bed.run(0.5);
    assertThat(server.holder()).isEqualTo("a");

    a.process.interrupt();
    bed.run(1);

    assertThat(server.holder()).isEmpty();
    assertThat(a.leadership).isNull();
  }
}
