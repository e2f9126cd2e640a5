package dev.berth.kube.watch;

import static dev.berth.cycle.ObjectKind.NODES;
import static dev.berth.kube.watch.WatchBed.bookmark;
import static dev.berth.kube.watch.WatchBed.node;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.kube.FakeApiServer.Answer;
import dev.berth.kube.FakeApiServer.Request;
import dev.berth.kube.FakeApiServer.Script;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A connection that says nothing is not a cluster in which nothing happens. */
final class WatchdogTest {
  private static final String NODES_PATH = "/api/v1/nodes";
  private static final WatchTiming.Silence SHORT_WITH_BOOKMARKS =
      new WatchTiming.Silence(Duration.ofSeconds(1), Duration.ofSeconds(60));

  @Test
  void silent_watch_is_cut_and_goes_on_from_the_last_bookmark() {
    try (WatchBed bed = new WatchBed(SHORT_WITH_BOOKMARKS)) {
      bed.nodes.list("5", node("n1", 2));
      bed.nodes.watch().event("BOOKMARK", bookmark(50)); // and no end: half open
      bed.nodes.watch().event("ADDED", node("n2", 51)); // what happened meanwhile

      bed.watch.start();

      assertThat(bed.messages.next(NODES, 3)).containsExactly("n1 uid-n1", "complete", "n2 uid-n2");
      assertThat(bed.watchVersions(NODES_PATH)).startsWith("5", "50");
      assertThat(bed.lists(NODES_PATH)).isEqualTo(1);
      assertThat(bed.traffic("nodes").silences()).isPositive();
    }
  }

  @Test
  void watch_that_falls_silent_amid_an_event_goes_on_from_the_last_whole_one() {
    try (WatchBed bed = new WatchBed(SHORT_WITH_BOOKMARKS)) {
      bed.nodes.list("5");
      bed.nodes
          .watch()
          .event("BOOKMARK", bookmark(50))
          .event("ADDED", node("n1", 51))
          .text("{\"type\":\"ADDED\",\"obj");
      bed.nodes.watch().event("ADDED", node("n2", 52));

      bed.watch.start();

      assertThat(bed.messages.next(NODES, 3)).containsExactly("complete", "n1 uid-n1", "n2 uid-n2");
      assertThat(bed.watchVersions(NODES_PATH)).startsWith("5", "51");
    }
  }

  @Test
  void server_without_bookmarks_is_given_the_longer_time() {
    Duration longer = Duration.ofMillis(600);
    try (WatchBed bed = new WatchBed(new WatchTiming.Silence(Duration.ofMillis(50), longer))) {
      bed.nodes.list("5");
      bed.nodes.watch(new Answer.Stream(new Script()));
      bed.nodes.watch().event("ADDED", node("n1", 6));

      bed.watch.start();

      assertThat(bed.messages.next(NODES, 2)).containsExactly("complete", "n1 uid-n1");
      assertThat(bed.watchVersions(NODES_PATH)).startsWith("5", "5");
      List<Request> watches = bed.watches(NODES_PATH);
      assertThat(Duration.ofNanos(watches.get(1).nanoTime() - watches.get(0).nanoTime()))
          .isGreaterThanOrEqualTo(longer);
    }
  }

  @Test
  void watch_that_speaks_now_and_then_is_never_cut() throws Exception {
    try (WatchBed bed =
        new WatchBed(new WatchTiming.Silence(Duration.ofSeconds(3), Duration.ofSeconds(60)))) {
      bed.nodes.list("5");
      Script events = bed.nodes.watch();
      bed.watch.start();

      List<String> want = new ArrayList<>(List.of("complete"));
      for (int i = 0; i < 7; i++) { // together longer than the limit
        events.event("BOOKMARK", bookmark(10 + i));
        Thread.sleep(500); // the time that passes is what is tested
      }
      events.event("ADDED", node("n1", 20));
      want.add("n1 uid-n1");

      assertThat(bed.messages.next(NODES, 2)).isEqualTo(want);
      assertThat(bed.traffic("nodes").silences()).isZero();
    }
  }

  @Test
  void watch_may_be_silent_for_longer_than_a_list() throws Exception {
    try (WatchBed bed = new WatchBed(WatchTiming.STANDARD.silence(), Duration.ofMillis(1500))) {
      bed.nodes.list("5");
      Script events = bed.nodes.watch();
      bed.watch.start();
      bed.nodes.awaitWatch();

      Thread.sleep(2000); // the time that passes is what is tested
      events.event("ADDED", node("n1", 6));

      assertThat(bed.messages.next(NODES, 2)).containsExactly("complete", "n1 uid-n1");
      assertThat(bed.traffic("nodes")).isEqualTo(new KindTraffic("nodes", 1, 1, 0));
    }
  }

  @Test
  void watch_that_a_slow_server_cuts_a_dozen_times_costs_no_list() {
    try (WatchBed bed = new WatchBed(WatchTiming.STANDARD.silence())) {
      bed.nodes.list("100");
      List<String> want = new ArrayList<>(List.of("complete"));
      List<String> wantVersions = new ArrayList<>(List.of("100"));
      for (int i = 1; i <= 12; i++) {
        bed.nodes.watch().event("ADDED", node("n" + i, 100 + i)).cut();
        want.add("n" + i + " uid-n" + i);
        wantVersions.add(String.valueOf(100 + i));
      }

      bed.watch.start();

      assertThat(bed.messages.next(NODES, 13)).isEqualTo(want);
      bed.awaitFreshness("nodes", now -> bed.traffic("nodes").watches() == 13);
      assertThat(bed.watchVersions(NODES_PATH)).isEqualTo(wantVersions);
      assertThat(bed.lists(NODES_PATH)).isEqualTo(1);
    }
  }
}
