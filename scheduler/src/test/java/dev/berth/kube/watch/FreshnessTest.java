package dev.berth.kube.watch;

import static dev.berth.cycle.ObjectKind.DEVICE_CLASSES;
import static dev.berth.cycle.ObjectKind.NODES;
import static dev.berth.cycle.ObjectKind.PODS;
import static dev.berth.kube.watch.WatchBed.bookmark;
import static dev.berth.kube.watch.WatchBed.node;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.kube.FakeApiServer.Answer;
import dev.berth.kube.FakeApiServer.Script;
import dev.berth.kube.watch.KindFreshness.Standing;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What any thread can know about how fresh each kind is. */
final class FreshnessTest {
  private static final String NO = "nodes is forbidden";
  private static final String RULE =
      "{apiGroups: [\"\"], resources: [\"nodes\"], verbs: [\"list\", \"watch\"]}";

  private final AtomicLong now = new AtomicLong();
  private final Watchdog watchdog = new Watchdog(WatchTiming.STANDARD.silence());
  private final Pulse pulse = new Pulse("nodes", true, watchdog, now::get);

  private static boolean isRefused(KindFreshness kind) {
    return kind.standing() instanceof Standing.Refused;
  }

  private void pass(int seconds) {
    now.addAndGet(Duration.ofSeconds(seconds).toNanos());
  }

  // ---- what signs of life mean --------------------------------------------------------------

  @Test
  void nothing_is_fresh_before_the_first_list() {
    assertThat(pulse.freshness().isFresh()).isFalse();
    pulse.fell("connection refused");
    pass(3);

    assertThat(pulse.freshness().isMissed()).isTrue();
    assertThat(pulse.freshness().text()).isEqualTo("not listed; for 3 s: connection refused");
  }

  @Test
  void silence_of_twice_the_watchdogs_patience_is_stale() {
    pulse.listed();
    watchdog.bookmarkArrived();
    pass(160);
    assertThat(pulse.freshness().isFresh()).isTrue();

    pass(1);

    assertThat(pulse.freshness().isFresh()).isFalse();
    assertThat(pulse.freshness().text()).isEqualTo("last heard of 161 s ago");
    pulse.sign();
    assertThat(pulse.freshness().isFresh()).isTrue();
  }

  @Test
  void server_without_bookmarks_may_be_silent_for_longer() {
    pulse.listed();
    pass(2 * 630);
    assertThat(pulse.freshness().isFresh()).isTrue();
    pass(1);
    assertThat(pulse.freshness().isFresh()).isFalse();
  }

  @Test
  void trouble_keeps_its_beginning_and_does_not_make_stale_at_once() {
    pulse.listed();
    pass(10);
    pulse.fell("the watch broke");
    pass(5);
    pulse.fell("connection refused");
    pass(2);

    KindFreshness kind = pulse.freshness();

    assertThat(kind.standing())
        .isEqualTo(new Standing.Reconnecting(Duration.ofSeconds(7), "connection refused"));
    assertThat(kind.isFresh()).isTrue();
    assertThat(kind.text()).isEqualTo("last heard of 17 s ago; for 7 s: connection refused");
  }

  @Test
  void refusal_makes_a_listed_kind_stale_at_once() {
    pulse.listed();
    pulse.refused(NO);

    assertThat(pulse.freshness().isFresh()).isFalse();
    assertThat(pulse.freshness().isMissed()).isTrue();
    pulse.listed();
    assertThat(pulse.freshness().isFresh()).isTrue();
  }

  @Test
  void watch_that_began_ends_the_trouble_but_is_no_sign_of_life() {
    pulse.listed();
    pass(100);
    pulse.fell("the watch broke");
    pulse.watchBegan();

    assertThat(pulse.freshness().standing()).isEqualTo(new Standing.Undisturbed());
    assertThat(pulse.freshness().silence()).isEqualTo(Duration.ofSeconds(100));
  }

  @Test
  void optional_kind_is_never_missed() {
    Pulse optional = new Pulse("deviceclasses", false, watchdog, now::get);
    optional.refused("no");

    assertThat(optional.freshness().isFresh()).isFalse();
    assertThat(optional.freshness().isMissed()).isFalse();
  }

  // ---- the whole way ------------------------------------------------------------------------

  @Test
  void nodes_that_may_not_be_listed_stop_nobody_else_and_come_when_granted() {
    try (WatchBed bed = new WatchBed(WatchTiming.STANDARD.silence())) {
      bed.nodes.toAll(Answer.refusal(403, NO));
      bed.pods.list("5");
      Script podEvents = bed.pods.watch();

      bed.watch.start();

      assertThat(bed.messages.next(PODS, 1)).containsExactly("complete");
      assertThat(bed.messages.next(DEVICE_CLASSES, 1)).containsExactly("complete");
      podEvents.event("BOOKMARK", bookmark(9));
      KindFreshness nodes = bed.awaitFreshness("nodes", FreshnessTest::isRefused);
      assertThat(nodes.isMissed()).isTrue();
      assertThat(nodes.text()).startsWith("not listed; ").contains(RULE).contains(NO);
      assertThat(bed.freshness("pods").isMissed()).isFalse();
      assertThat(bed.messages.rest(NODES)).as("nothing is complete").isEmpty();

      bed.nodes.onlyList("7", node("n1", 6)); // granted

      assertThat(bed.messages.next(NODES, 2)).containsExactly("n1 uid-n1", "complete");
      bed.awaitFreshness("nodes", KindFreshness::isFresh);
    }
  }

  @Test
  void kind_that_is_forbidden_later_goes_stale_and_heals() {
    try (WatchBed bed = new WatchBed(WatchTiming.STANDARD.silence())) {
      bed.nodes.list("5", node("n1", 2));
      Script events = bed.nodes.watch();
      bed.watch.start();
      bed.messages.next(NODES, 2);
      bed.awaitFreshness("nodes", KindFreshness::isFresh);
      bed.awaitFreshness("pods", KindFreshness::isFresh);
      bed.nodes.toAll(Answer.refusal(403, NO));

      events.end();

      KindFreshness nodes = bed.awaitFreshness("nodes", FreshnessTest::isRefused);
      assertThat(nodes.isMissed()).isTrue();
      assertThat(nodes.text()).startsWith("last heard of ").contains(RULE);
      assertThat(bed.messages.rest(NODES)).as("what was known stays").isEmpty();
      assertThat(bed.freshness("pods").isMissed()).isFalse();

      bed.nodes.onlyList("9", node("n2", 8)); // granted

      bed.awaitFreshness("nodes", KindFreshness::isFresh);
    }
  }
}
