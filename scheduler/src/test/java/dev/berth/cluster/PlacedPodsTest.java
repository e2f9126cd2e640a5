package dev.berth.cluster;

import static dev.berth.cluster.Samples.node;
import static dev.berth.cluster.Samples.pod;
import static dev.berth.cluster.Samples.podOn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.model.HostPort;
import dev.berth.model.Labels;
import dev.berth.model.Phase;
import dev.berth.model.PodInfo;
import dev.berth.model.PodKey;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Pods that the mirror is told of, or told to assume: where they count. */
final class PlacedPodsTest {
  private static final List<HostPort> PORT_80 = List.of(HostPort.of("", "TCP", 80));

  private final MirrorBed bed = new MirrorBed();
  private final ClusterMirror mirror = bed.mirror;

  @Nested
  class PodsFromTheWatch {

    @Test
    void aPodWithANode_countsThere() {
      mirror.putNode(node("n1"));
      PodInfo a = podOn("n1", "a");

      assertThat(mirror.putPod(a)).isEqualTo(new PodChange.Placed(a));

      bed.assertPods("n1", a);
      assertThat(bed.on("n1").requested().milliCpu()).isEqualTo(500);
      assertThat(mirror.find("a")).isSameAs(a);
      assertThat(mirror.isAssumed("a")).isFalse();
    }

    @Test
    void aPodWithoutANode_countsNowhere() {
      mirror.putNode(node("n1"));
      assertThat(mirror.putPod(pod("a"))).isEqualTo(new PodChange.Nothing());
      bed.assertPods("n1");
      assertThat(mirror.find("a")).isNull();
    }

    @Test
    void newFactsOfAPod_takeThePlaceOfTheOldOnes() {
      mirror.putNode(node("n1"));
      PodInfo before = podOn("n1", "a").toBuilder().hostPorts(PORT_80).build();
      PodInfo after =
          podOn("n1", "a").toBuilder()
              .requests(Samples.requests(Map.of("cpu", "2")))
              .labels(Labels.of(Map.of("app", "web")))
              .build();
      mirror.putPod(before);

      assertThat(mirror.putPod(after)).isEqualTo(new PodChange.Updated(before, after));

      bed.assertPods("n1", after);
      assertThat(bed.on("n1").requested().milliCpu()).isEqualTo(2_000);
      assertThat(bed.on("n1").usedPorts()).isEmpty();
    }

    @Test
    void aTerminatingPod_stillCounts() {
      mirror.putNode(node("n1"));
      PodInfo leaving = podOn("n1", "a").toBuilder().terminating(true).build();
      mirror.putPod(leaving);
      bed.assertPods("n1", leaving);
    }

    @Test
    void aPodThatSucceededOrFailed_isGone() {
      mirror.putNode(node("n1"));
      for (Phase terminal : List.of(Phase.SUCCEEDED, Phase.FAILED)) {
        PodInfo running = podOn("n1", "a");
        mirror.putPod(running);
        assertThat(mirror.putPod(running.toBuilder().phase(terminal).build()))
            .isEqualTo(new PodChange.Gone(running, false));
        bed.assertPods("n1");
        assertThat(mirror.find("a")).isNull();
      }
    }

    @Test
    void aPodThatIsTerminalWhenFirstSeen_neverCounts() {
      mirror.putNode(node("n1"));
      PodInfo done = podOn("n1", "a").toBuilder().phase(Phase.SUCCEEDED).build();
      assertThat(mirror.putPod(done)).isEqualTo(new PodChange.Nothing());
      bed.assertPods("n1");
    }

    @Test
    void aDeletedPod_givesEverythingBack() {
      mirror.putNode(node("n1"));
      PodInfo a = podOn("n1", "a").toBuilder().hostPorts(PORT_80).build();
      mirror.putPod(a);

      assertThat(mirror.removePod("a")).isEqualTo(new PodChange.Gone(a, false));

      assertThat(bed.on("n1").requested().milliCpu()).isZero();
      assertThat(bed.on("n1").portsConflict(PORT_80)).isFalse();
      assertThat(mirror.removePod("a")).isEqualTo(new PodChange.Nothing());
    }

    @Test
    void aBoundPodSeenOnAnotherNode_followsTheWatch() {
      mirror.putNode(node("n1"));
      mirror.putNode(node("n2"));
      PodInfo before = podOn("n1", "a");
      PodInfo after = podOn("n2", "a");
      mirror.putPod(before);

      assertThat(mirror.putPod(after)).isEqualTo(new PodChange.Moved(before, after));

      bed.assertPods("n1");
      bed.assertPods("n2", after);
    }

    @Test
    void aBoundPodSeenWithoutItsNode_wasAStaleReadAndStays() {
      mirror.putNode(node("n1"));
      PodInfo bound = podOn("n1", "a");
      mirror.putPod(bound);
      assertThat(mirror.putPod(pod("a"))).isEqualTo(new PodChange.Nothing());
      bed.assertPods("n1", bound);
    }
  }

  @Nested
  class NamesThatChangeHands {

    private final PodInfo first = podOn("n1", "first").toBuilder().key(name()).build();
    private final PodInfo second = pod("second").toBuilder().key(name()).build();

    private static PodKey name() {
      return new PodKey("ns", "web-0");
    }

    @Test
    void aPodOfAnotherUidOnANode_replacesTheOneBefore() {
      mirror.putNode(node("n1"));
      mirror.putNode(node("n2"));
      mirror.putPod(first);
      PodInfo placed = second.withNodeName("n2");

      assertThat(mirror.putPod(placed)).isEqualTo(new PodChange.Replaced(first, placed, false));

      bed.assertPods("n1");
      bed.assertPods("n2", placed);
      assertThat(mirror.find("first")).isNull();
    }

    @Test
    void aPendingPodOfAnotherUid_showsThatTheOneBeforeIsGone() {
      mirror.putNode(node("n1"));
      PodInfo assumed = mirror.assume(first, "n1").pod();

      assertThat(mirror.putPod(second)).isEqualTo(new PodChange.Gone(assumed, true));

      bed.assertPods("n1");
      assertThat(mirror.isAssumed("first")).isFalse();
    }

    @Test
    void theLateDeletionOfTheOneBefore_doesNotTouchItsSuccessor() {
      mirror.putNode(node("n1"));
      mirror.putPod(first);
      mirror.assume(second, "n1");

      mirror.removePod("first");
      PodInfo third = pod("third").toBuilder().key(name()).build();

      assertThat(mirror.find("second")).isNotNull();
      assertThat(mirror.putPod(third)).isInstanceOf(PodChange.Gone.class);
      assertThat(mirror.find("second")).isNull();
    }
  }

  @Nested
  class Assumptions {

    @Test
    void anAssumedPod_countsAtOnceAndKeepsItsPorts() {
      mirror.putNode(node("n1"));
      PodInfo a = pod("a").toBuilder().hostPorts(PORT_80).build();

      PodInfo assumed = mirror.assume(a, "n1").pod();

      assertThat(assumed.nodeName()).isEqualTo("n1");
      bed.assertPods("n1", assumed);
      assertThat(bed.on("n1").portsConflict(PORT_80)).isTrue();
      assertThat(mirror.isAssumed("a")).isTrue();
    }

    @Test
    void aForgottenPod_givesEverythingBack() {
      mirror.putNode(node("n1"));
      PodInfo assumed = mirror.assume(pod("a").toBuilder().hostPorts(PORT_80).build(), "n1").pod();

      assertThat(mirror.forget("a")).isEqualTo(new PodChange.Forgotten(assumed));

      bed.assertPods("n1");
      assertThat(bed.on("n1").portsConflict(PORT_80)).isFalse();
      assertThat(bed.on("n1").requested().milliCpu()).isZero();
      assertThat(mirror.isAssumed("a")).isFalse();
      assertThat(mirror.forget("a")).isEqualTo(new PodChange.Nothing());
    }

    @Test
    void theWatch_confirmsAnAssumption() {
      mirror.putNode(node("n1"));
      PodInfo assumed = mirror.assume(pod("a"), "n1").pod();
      PodInfo bound = podOn("n1", "a").toBuilder().phase(Phase.RUNNING).build();

      assertThat(mirror.putPod(bound)).isEqualTo(new PodChange.Confirmed(assumed, bound));

      bed.assertPods("n1", bound);
      assertThat(mirror.isAssumed("a")).isFalse();
    }

    @Test
    void theWatchWins_whenItShowsAnAssumedPodElsewhere() {
      mirror.putNode(node("n1"));
      mirror.putNode(node("n2"));
      PodInfo assumed = mirror.assume(pod("a"), "n1").pod();
      PodInfo bound = podOn("n2", "a");

      assertThat(mirror.putPod(bound)).isEqualTo(new PodChange.ConfirmedElsewhere(assumed, bound));

      bed.assertPods("n1");
      bed.assertPods("n2", bound);
      assertThat(mirror.isAssumed("a")).isFalse();
    }

    @Test
    void anUpdateOfThePendingPod_doesNotTouchItsAssumption() {
      mirror.putNode(node("n1"));
      PodInfo assumed = mirror.assume(pod("a"), "n1").pod();
      PodInfo update = pod("a").toBuilder().labels(Labels.of(Map.of("k", "v"))).build();

      assertThat(mirror.putPod(update)).isEqualTo(new PodChange.Nothing());

      bed.assertPods("n1", assumed);
      assertThat(mirror.isAssumed("a")).isTrue();
    }

    @Test
    void aConfirmedPod_isNotForgotten() {
      mirror.putNode(node("n1"));
      mirror.assume(pod("a"), "n1");
      PodInfo bound = podOn("n1", "a");
      mirror.putPod(bound);

      assertThat(mirror.forget("a")).isEqualTo(new PodChange.Nothing());

      bed.assertPods("n1", bound);
    }

    @Test
    void theDeletionOfAnAssumedPod_endsTheAssumption() {
      mirror.putNode(node("n1"));
      PodInfo assumed = mirror.assume(pod("a"), "n1").pod();
      assertThat(mirror.removePod("a")).isEqualTo(new PodChange.Gone(assumed, true));
      bed.assertPods("n1");
      assertThat(mirror.isAssumed("a")).isFalse();
    }

    @Test
    void aPodThatIsOnANodeAlready_cannotBeAssumed() {
      mirror.putNode(node("n1"));
      PodInfo bound = podOn("n1", "a");
      mirror.putPod(bound);

      assertThatThrownBy(() -> mirror.assume(pod("a"), "n2"))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContainingAll("ns/a", "is on node n1", "assumed on n2", "Maybe");

      bed.assertPods("n1", bound);
      assertThat(mirror.isAssumed("a")).isFalse();
    }
  }
}
