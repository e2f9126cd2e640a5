package dev.berth.extender;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.http.IncomingRequest;
import dev.berth.http.Reply;
import dev.berth.http.RequestMemory;
import dev.berth.model.PodInfo;
import dev.berth.model.PodKey;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What the facade keeps, and how much it does at once. */
final class BoundsTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final ProfileChoice PROFILES = new ProfileChoice(List.of("berth"));
  private static final IncomingRequest REQUEST =
      new IncomingRequest(
          "POST", "/filter", Map.of(), Map.of(), new byte[0], null, RequestMemory.UNLIMITED);

  private static final Meter FREE = new Meter(RequestMemory.UNLIMITED, 0);

  private static PodInfo pod(String uid) {
    return PodInfo.builder(new PodKey("shop", "p-" + uid)).uid(uid).build();
  }

  private static boolean knows(SeenPods seen, String uid) {
    return seen.find(new PodKey("shop", "p-" + uid), uid) != null;
  }

  @Test
  void podsThatWereAskedAbout_areForgotten_whenTheyTakeTooMuch() {
    SeenPods seen = new SeenPods(1 << 20);
    for (String uid : List.of("a", "b", "c", "d")) {
      seen.add(pod(uid), 300 << 10);
    }

    assertThat(knows(seen, "a")).isFalse();
    assertThat(List.of("b", "c", "d")).allMatch(uid -> knows(seen, uid));

    seen.add(pod("huge"), 2 << 20);
    assertThat(knows(seen, "huge")).as("larger than all the room").isFalse();
  }

  @Test
  void smallPods_takeRoomToo() {
    SeenPods seen = new SeenPods(1 << 20);
    for (int i = 0; i < 5000; i++) {
      seen.add(pod("" + i), 1);
    }

    assertThat(knows(seen, "0")).isFalse();
    assertThat(knows(seen, "4999")).isTrue();
  }

  /** Answers when it may. */
  private static final class Slow implements Verb {
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch mayEnd = new CountDownLatch(1);

    @Override
    public Reply answer(IncomingRequest request, ProfileChoice profiles, Meter meter)
        throws InterruptedException {
      begun.countDown();
      mayEnd.await();
      return Reply.text(200, "done");
    }

    @Override
    public Reply failure(String text) {
      return Reply.text(400, text);
    }
  }

  @Test
  void moreThanAFewRequests_waitForTheirTurn_butNotForEver() throws Exception {
    Slow slow = new Slow();
    Verb first = new FewAtOnce(1, 0, LONG).limit(slow);
    FewAtOnce impatient = new FewAtOnce(1, 0, Duration.ofMillis(20));
    Slow stuck = new Slow();
    Slow quick = new Slow();
    quick.mayEnd.countDown();
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Reply> one = callers.submit(() -> first.answer(REQUEST, PROFILES, FREE));
      slow.begun.await();
      Future<Reply> two = callers.submit(() -> first.answer(REQUEST, PROFILES, FREE));
      Future<Reply> other =
          callers.submit(() -> impatient.limit(stuck).answer(REQUEST, PROFILES, FREE));
      stuck.begun.await();

      try {
        assertThatThrownBy(() -> impatient.limit(quick).answer(REQUEST, PROFILES, FREE))
            .isInstanceOf(Stages.BusyException.class)
            .hasMessageContaining("20 ms");
      } finally {
        slow.mayEnd.countDown();
        stuck.mayEnd.countDown();
      }
      assertThat(one.get(60, TimeUnit.SECONDS).status()).isEqualTo(200);
      assertThat(two.get(60, TimeUnit.SECONDS).status()).isEqualTo(200);
      assertThat(other.get(60, TimeUnit.SECONDS).status()).isEqualTo(200);
      assertThat(impatient.limit(quick).answer(REQUEST, PROFILES, FREE).status()).isEqualTo(200);
    }
  }
}
