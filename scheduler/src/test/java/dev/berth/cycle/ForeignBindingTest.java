package dev.berth.cycle;

import static dev.berth.cycle.PodLifeBed.NOBODY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.framework.Status;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Pods that somebody else binds, at each moment of their way. */
final class ForeignBindingTest {
  private final PodLifeBed bed = new PodLifeBed();
  private final TestLoop loop = bed.loop;
  private final TracePlugin a = bed.a;

  @AfterEach
  void close() {
    bed.close();
  }

  @Test
  void boundBySomebodyElseBeforeItsTurn_itIsNotTried() throws Exception {
    loop.start(a).node("n1").pod("p");

    loop.pod(TestLoop.pending("p").nodeName("n1")).settle();

    assertThat(bed.since()).isEmpty();
    assertThat(loop.whereabouts("p")).isEqualTo("on n1");
    assertThat(loop.queue()).isEqualTo(NOBODY);
  }

  @Test
  void boundElsewhereWhileOursIsUnderWay_itCountsThereAtOnce_andOursIsUndone() throws Exception {
    bed.startWithOther();
    CompletableFuture<Status> reply = bed.handOverP();

    loop.pod(TestLoop.pending("p").nodeName("n2")).run();
    assertThat(bed.since()).containsExactly("elsewhere p n2 not n1");
    assertThat(bed.podsOn("n1")).isZero();
    assertThat(bed.podsOn("n2")).isEqualTo(1);

    reply.complete(Status.error("409: already assigned to node n2"));
    loop.settle();
    assertThat(bed.since()).containsExactly("a.unreserve p n1", "undone p n1, on n2", "p left");
    assertThat(loop.whereabouts("p")).isEqualTo("on n2");
    assertThat(loop.queue())
        .isEqualTo("active 0, backoff 0, unschedulable 1, gated 0, in flight 0");
  }

  @Test
  void boundElsewhereWhileItWaitsInPermit_ourReservationIsUndoneAtOnce() throws Exception {
    bed.waitInPermit();

    loop.pod(TestLoop.pending("p").nodeName("n2")).settle();

    assertThat(bed.since())
        .containsExactly(
            "elsewhere p n2 not n1", "a.unreserve p n1", "undone p n1, on n2", "p left");
    assertThat(loop.waitingPods().uids()).isEmpty();
    assertThat(loop.binder.asked()).isEmpty();
    assertThat(bed.podsOn("n1")).isZero();
  }
}
