package dev.berth.cycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.framework.Status;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class SchedulerThreadTest {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final TestLoop loop = new TestLoop();
  private final CompletableFuture<Throwable> death = new CompletableFuture<>();

  @AfterEach
  void close() {
    loop.close();
  }

  private SchedulerThread run() {
    return SchedulerThread.start(loop.scheduler(), death::complete);
  }

  @Test
  void turnsTheLoopOnAThreadOfItsOwn() throws Exception {
    CompletableFuture<String> boundOn = new CompletableFuture<>();
    loop.start(
        loop.plugin("a")
            .answers(
                Point.POST_BIND,
                call -> {
                  boundOn.complete(Thread.currentThread().getName());
                  return Status.success();
                }));

    try (SchedulerThread _ = run()) {
      loop.node("n1").pod("p");
      assertThat(boundOn.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEqualTo("scheduler");
    }

    assertThat(death).isNotDone();
  }

  @Test
  void close_endsAnIdleLoop_andNothingIsTakenAfterwards() {
    loop.start();
    SchedulerThread thread = run();
    assertThat(loop.inbox.ask(() -> 1)).succeedsWithin(PATIENCE);

    thread.close();
    loop.node("n1");

    assertThat(loop.inbox.depth()).isEqualTo(1);
    assertThat(death).isNotDone();
  }

  @Test
  void aQuestionThatThrows_doesNotKillTheLoop() {
    loop.start();
    try (SchedulerThread _ = run()) {
      CompletableFuture<Object> bad =
          loop.inbox.ask(
              () -> {
                throw new IllegalStateException("bad question");
              });
      assertThat(bad).failsWithin(PATIENCE);
      assertThat(loop.inbox.ask(() -> "alive")).succeedsWithin(PATIENCE).isEqualTo("alive");
    }
  }

  @Test
  void whateverEscapesATurn_endsTheThreadLoudly_andTheHeartbeatStops() throws Exception {
    loop.start();
    IllegalStateException broken = new IllegalStateException("half changed");
    try (SchedulerThread _ = run()) {
      loop.post(
          new Message.Question(
              () -> {
                throw broken;
              }));

      assertThat(death.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isSameAs(broken);
      long lastTurn = loop.scheduler().lastTurnMillis();
      loop.clock.advance(Duration.ofMinutes(1));
      loop.node("n1");
      assertThat(loop.scheduler().lastTurnMillis()).isEqualTo(lastTurn);
    }
    assertThat(loop.inbox.depth()).as("nobody takes any more").isEqualTo(1);
  }
}
