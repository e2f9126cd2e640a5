package dev.berth.cycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.framework.ProfilePlugins;
import dev.berth.framework.Status;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class LoopWatchdogTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final AtomicLong turns = new AtomicLong();
  private final LoopWatchdog watchdog = new LoopWatchdog(turns::get, new PlaceInLoop(List.of()));

  private void look(int times) {
    for (int i = 0; i < times; i++) {
      watchdog.look(List::of);
    }
  }

  @Test
  void loop_thatTurnsBetweenTheLooks_isWell() {
    for (int second = 0; second < 200; second++) {
      turns.incrementAndGet();
      look(1);
    }
    assertThat(watchdog.problem(LoopWatchdog.LATE_AFTER)).isNull();
  }

  @Test
  void loop_thatDoesNotTurn_isLateFirst_andDeadMuchLater() {
    look(9);
    assertThat(watchdog.problem(LoopWatchdog.LATE_AFTER)).isNull();
    look(1);
    assertThat(watchdog.problem(LoopWatchdog.LATE_AFTER))
        .isEqualTo("the scheduler thread has not turned for 10 s");
    assertThat(watchdog.problem(LoopWatchdog.DEAD_AFTER)).isNull();
    look(50);
    assertThat(watchdog.problem(LoopWatchdog.DEAD_AFTER)).contains("for 60 s");
  }

  @Test
  void loop_thatTurnsAgain_isWellAtOnce_andItsNextHangCountsFromZero() {
    look(70);
    turns.incrementAndGet();
    look(1);
    assertThat(watchdog.problem(Duration.ofSeconds(1))).isNull();
    look(9);
    assertThat(watchdog.problem(LoopWatchdog.LATE_AFTER)).isNull();
  }

  @Test
  void stack_isTakenWhenTheLoopIsLate_andRarerAsItGoesOn() {
    AtomicLong taken = new AtomicLong();
    for (int second = 1; second <= 80; second++) {
      watchdog.look(
          () -> {
            taken.incrementAndGet();
            return List.of();
          });
    }
    assertThat(taken).as("after 10, 20, 40 and 80 s").hasValue(4);
  }

  @Test
  void pluginThatHangs_isNamedWithItsMethod() throws Exception {
    CompletableFuture<Void> inside = new CompletableFuture<>();
    CountDownLatch goOn = new CountDownLatch(1);
    try (TestLoop loop = new TestLoop()) {
      ProfilePlugins profile =
          loop.profile(
              TestLoop.PROFILE,
              loop.plugin("Slow")
                  .answers(
                      Point.PERMIT,
                      _ -> {
                        inside.complete(null);
                        return waitFor(goOn);
                      }));
      loop.startProfiles(profile);
      LoopWatchdog itsWatchdog = new LoopWatchdog(loop.scheduler(), List.of(profile));
      try (SchedulerThread thread = SchedulerThread.start(loop.scheduler(), _ -> {})) {
        loop.node("n1").pod("p");
        inside.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        for (int second = 0; second <= 10; second++) {
          itsWatchdog.look(thread::stack);
        }
        assertThat(itsWatchdog.problem(LoopWatchdog.LATE_AFTER))
            .endsWith("; it was in plugin Slow, permit");
        goOn.countDown();
      }
    }
  }

  private static Status waitFor(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return Status.success();
  }

  @Test
  void hangOutsideOfPlugins_isNamedByTheInnermostMethodOfOurs() {
    List<StackTraceElement> stack =
        List.of(
            new StackTraceElement("java.lang.Object", "wait", null, -2),
            new StackTraceElement("dev.berth.cluster.ClusterMirror", "putNode", null, 7),
            new StackTraceElement("dev.berth.cycle.Scheduler", "step", null, 9));
    assertThat(new PlaceInLoop(List.of()).of(stack)).isEqualTo("cluster.ClusterMirror.putNode");
  }
}
