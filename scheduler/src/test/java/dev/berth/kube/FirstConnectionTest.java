package dev.berth.kube;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class FirstConnectionTest {
  private static final Executor THREADS = task -> Thread.ofVirtual().start(task);
  private static final Duration FOR_EVER = Duration.ofMinutes(10);

  private final AtomicInteger connections = new AtomicInteger();

  private FirstConnection first(Duration patience) {
    return new FirstConnection(connections::get, patience, System::nanoTime);
  }

  private static CompletableFuture<Boolean> enter(FirstConnection first) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return first.enter();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        },
        THREADS);
  }

  private static boolean resultOf(CompletableFuture<Boolean> entering) {
    return entering.orTimeout(60, TimeUnit.SECONDS).join();
  }

  @Test
  void who_comes_when_there_is_a_connection_goes_on_at_once() throws Exception {
    connections.set(1);

    assertThat(first(FOR_EVER).enter()).isFalse();
  }

  @Test
  void others_wait_for_the_connection_but_not_for_the_answer() throws Exception {
    FirstConnection first = first(FOR_EVER);
    assertThat(first.enter()).isTrue();
    CompletableFuture<Boolean> second = enter(first);
    CompletableFuture<Boolean> third = enter(first);
    assertThat(second).isNotDone();

    connections.set(1); // and the first has not left

    assertThat(resultOf(second)).isFalse();
    assertThat(resultOf(third)).isFalse();
  }

  @Test
  void next_one_tries_when_the_first_failed() throws Exception {
    FirstConnection first = first(FOR_EVER);
    assertThat(first.enter()).isTrue();
    CompletableFuture<Boolean> second = enter(first);

    first.leave();

    assertThat(resultOf(second)).isTrue();
  }

  @Test
  void server_that_cannot_be_reached_is_not_waited_for_in_turn() throws Exception {
    AtomicLong now = new AtomicLong();
    FirstConnection first =
        new FirstConnection(
            connections::get,
            Duration.ofMillis(20),
            () -> now.addAndGet(1_000_000)); // a millisecond passes with each look
    assertThat(first.enter()).isTrue();

    assertThat(first.enter()).isFalse();

    assertThat(now).hasValueGreaterThan(20_000_000L).hasValueLessThan(40_000_000L);
  }
}
