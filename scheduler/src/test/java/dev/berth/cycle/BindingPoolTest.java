package dev.berth.cycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.berth.framework.BindPlugin;
import dev.berth.framework.CycleState;
import dev.berth.framework.PointTimes;
import dev.berth.framework.ProfilePlugins;
import dev.berth.framework.Status;
import dev.berth.model.PodInfo;
import dev.berth.plugins.queuesort.PrioritySort;
import dev.berth.queue.QueueSettings;
import dev.berth.queue.QueuedPod;
import dev.berth.queue.SchedulingQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class BindingPoolTest {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Inbox inbox = new Inbox();

  /** A bind plugin that may block. */
  @FunctionalInterface
  private interface Bind extends BindPlugin {
    @Override
    default String name() {
      return "Bind";
    }

    Status bind(PodInfo pod) throws InterruptedException;

    @Override
    default Status bind(CycleState state, PodInfo pod, String nodeName)
        throws InterruptedException {
      return bind(pod);
    }
  }

  private static Placement placement(String name, Bind bind) {
    ProfilePlugins plugins =
        new ProfilePlugins(
            TestLoop.PROFILE,
            0,
            List.of(),
            new PrioritySort(),
            new ProfilePlugins.Placement(List.of(), List.of(), List.of(), List.of(), List.of()),
            new ProfilePlugins.Commitment(
                List.of(), List.of(), List.of(), List.of(bind), List.of()),
            Map.of());
    SchedulingQueue queue =
        new SchedulingQueue(List.of(plugins), QueueSettings.DEFAULTS, new SteppedClock());
    queue.addOrUpdate(TestLoop.pending(name).build());
    QueuedPod queued = Objects.requireNonNull(queue.pop());
    return new Placement(
        queued,
        queued.pod().withNodeName("n1"),
        CycleState.create(),
        plugins,
        List.of(),
        new Reservation(),
        PointTimes.NONE);
  }

  /** Waits for that many outcomes. */
  private List<Message.BindingFinished> outcomes(int count) throws InterruptedException {
    List<Message.BindingFinished> outcomes = new ArrayList<>();
    while (outcomes.size() < count) {
      inbox.await(PATIENCE);
      List<Message> messages = inbox.takeAll();
      assertThat(messages).as("outcomes within " + PATIENCE).isNotEmpty();
      messages.forEach(message -> outcomes.add((Message.BindingFinished) message));
    }
    return outcomes;
  }

  @Test
  void noMoreThanTheBound_areInFlight_andAllAreServed() throws Exception {
    int bound = 3;
    int pods = 20;
    CountDownLatch full = new CountDownLatch(bound);
    CountDownLatch release = new CountDownLatch(1);
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    Bind bind =
        pod -> {
          most.accumulateAndGet(inside.incrementAndGet(), Math::max);
          full.countDown();
          release.await();
          inside.decrementAndGet();
          return Status.success();
        };

    try (BindingPool pool = new BindingPool(bound, inbox)) {
      for (int i = 0; i < pods; i++) {
        pool.start(placement("p" + i, bind), List.of());
      }
      full.await();
      assertThat(inbox.depth()).isZero();
      release.countDown();

      assertThat(outcomes(pods)).extracting(Message.BindingFinished::uid).doesNotHaveDuplicates();
    }
    assertThat(most).hasValue(bound);
  }

  @Test
  void aThrowable_isAnOutcome_andGivesItsPlaceBack() throws Exception {
    try (BindingPool pool = new BindingPool(1, inbox)) {
      pool.start(
          placement(
              "p",
              pod -> {
                throw new AssertionError("not even an exception");
              }),
          List.of());
      assertThat(outcomes(1).getFirst().status()).isEqualTo(Status.error("not even an exception"));

      pool.start(placement("q", pod -> Status.success()), List.of());
      assertThat(outcomes(1).getFirst().status()).isEqualTo(Status.success());
    }
  }

  @Test
  void close_waitsForWhatIsInFlight() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    BindingPool pool = new BindingPool(2, inbox, Duration.ofMinutes(1));
    pool.start(
        placement(
            "p",
            pod -> {
              inside.countDown();
              release.await();
              return Status.success();
            }),
        List.of());
    inside.await();

    Thread closing = Thread.ofPlatform().start(pool::close);
    while (closing.isAlive() && closing.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
    release.countDown();
    closing.join();

    assertThat(outcomes(1).getFirst().status()).isEqualTo(Status.success());
  }

  @Test
  void close_interruptsWhatTakesTooLong_andTheOutcomesAreStillPosted() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    Bind forever =
        pod -> {
          inside.countDown();
          new CountDownLatch(1).await();
          return Status.success();
        };
    BindingPool pool = new BindingPool(1, inbox, Duration.ZERO);
    pool.start(placement("p", forever), List.of());
    pool.start(placement("waits for p's place", forever), List.of());
    inside.await();

    pool.close();

    assertThat(outcomes(2))
        .extracting(Message.BindingFinished::status)
        .containsOnly(Status.error("the scheduler is stopping"));
  }

  @Test
  void start_afterClose_isAnswered() throws Exception {
    BindingPool pool = new BindingPool(1, inbox);
    pool.close();

    pool.start(placement("p", pod -> Status.success()), List.of());

    assertThat(outcomes(1))
        .containsExactly(
            new Message.BindingFinished("p", Status.error("the scheduler is stopping")));
  }

  @Test
  void noPlaces_areRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new BindingPool(0, inbox))
        .withMessage("maxInFlight is 0. Maybe 64: at least one bind must be possible.");
  }
}
