package dev.berth.cycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.framework.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class WaitingRoomTest {

  private final SteppedClock clock = new SteppedClock();
  private final WaitingRoom room = new WaitingRoom(clock);
  private final List<String> outcomes = new ArrayList<>();

  private void hold(String uid, Map<String, Duration> waits) {
    room.hold(
        uid,
        waits,
        new WaitingRoom.Outcome() {
          @Override
          public void allowed() {
            outcomes.add(uid + " allowed");
          }

          @Override
          public void rejected(Status status) {
            outcomes.add(uid + " rejected by " + status.plugin() + ": " + status.message());
          }
        });
  }

  private static Map<String, Duration> seconds(String plugin, long seconds) {
    return Map.of(plugin, Duration.ofSeconds(seconds));
  }

  @Test
  void emptyRoom_hasNoDeadline() {
    assertThat(room.nextDeadlineMillis()).isEqualTo(Long.MAX_VALUE);
    assertThat(room.uids()).isEmpty();
    assertThat(room.waitingFor("p")).isEmpty();
    assertThat(room.reject("p", "a", "no")).isFalse();
  }

  @Test
  void nextDeadline_isTheEarliestOfAllPodsAndPlugins() {
    hold("p", seconds("a", 30));
    hold("q", Map.of("a", Duration.ofSeconds(20), "b", Duration.ofSeconds(10)));
    assertThat(room.nextDeadlineMillis()).isEqualTo(clock.millis() + 10_000);

    room.allow("q", "b");
    assertThat(room.nextDeadlineMillis()).isEqualTo(clock.millis() + 20_000);

    room.reject("q", "a", "no");
    assertThat(room.nextDeadlineMillis()).isEqualTo(clock.millis() + 30_000);
  }

  @Test
  void uids_areInTheOrderInWhichTheyBeganToWait() {
    hold("q", seconds("a", 1));
    hold("p", seconds("a", 1));

    assertThat(room.uids()).containsExactly("q", "p");
  }

  @Test
  void outcomes_waitForSettle_andComeInTheOrderOfTheDecisions() {
    hold("p", seconds("a", 1));
    hold("q", seconds("a", 1));

    room.reject("q", "x", "no");
    room.allow("p", "a");
    assertThat(room.uids()).isEmpty();
    assertThat(outcomes).isEmpty();

    room.settle();
    room.settle();
    assertThat(outcomes).containsExactly("q rejected by x: no", "p allowed");
  }

  @Test
  void settle_carriesOutWhatAnOutcomeDecides() {
    hold("q", seconds("a", 1));
    room.hold(
        "p",
        seconds("a", 1),
        new WaitingRoom.Outcome() {
          @Override
          public void allowed() {
            outcomes.add("p allowed");
            room.allow("q", "a");
          }

          @Override
          public void rejected(Status status) {}
        });

    room.allow("p", "a");
    room.settle();

    assertThat(outcomes).containsExactly("p allowed", "q allowed");
  }

  @Test
  void aDecidedPod_cannotBeDecidedAgain() {
    hold("p", seconds("a", 1));
    room.allow("p", "a");

    assertThat(room.reject("p", "a", "no")).isFalse();
    clock.advance(Duration.ofHours(1));
    room.expire();
    room.settle();

    assertThat(outcomes).containsExactly("p allowed");
  }

  @Test
  void expire_rejectsExactlyThoseWhoseTimeIsOver() {
    hold("p", seconds("a", 10));
    hold("q", seconds("a", 11));

    clock.advance(Duration.ofMillis(9_999));
    room.expire();
    assertThat(room.uids()).containsExactly("p", "q");

    clock.advance(Duration.ofMillis(1));
    room.expire();
    room.settle();
    assertThat(room.uids()).containsExactly("q");
    assertThat(outcomes)
        .containsExactly("p rejected by a: rejected due to timeout after waiting 10s at plugin a");
  }

  @Test
  void zero_isAWaitThatIsOverAtOnce() {
    hold("p", Map.of("a", Duration.ZERO));

    room.expire();
    room.settle();

    assertThat(outcomes)
        .containsExactly("p rejected by a: rejected due to timeout after waiting 0s at plugin a");
  }

  @Test
  void longWaits_areCutToTheLongestAllowed() {
    hold("p", Map.of("a", Duration.ofDays(1)));

    assertThat(room.nextDeadlineMillis())
        .isEqualTo(clock.millis() + WaitingRoom.MAX_WAIT.toMillis());
  }
}
