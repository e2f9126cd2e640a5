package dev.berth.extender;

import dev.berth.cycle.ForeignPods;
import dev.berth.cycle.Scheduler;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Asks the loop, and waits for its answer, but not for ever.
 *
 * <p>Threading: any thread; blocks.
 */
final class Stages {
  private final Scheduler scheduler;
  private final Duration patience;

  Stages(Scheduler scheduler, Duration patience) {
    this.scheduler = scheduler;
    this.patience = patience;
  }

  /**
   * The loop's answer. A question that nobody waits for any more is not asked, and none is asked
   * about half a cluster.
   *
   * @throws BusyException when it does not come in time, or until every first list was applied
   */
  <T> T ask(Function<ForeignPods, T> question) throws InterruptedException, BusyException {
    CompletableFuture<Optional<T>> answer =
        scheduler
            .inbox()
            .ask(
                () ->
                    scheduler.isSynced()
                        ? Optional.of(question.apply(scheduler.foreignPods()))
                        : Optional.empty());
    try {
      return answer
          .get(patience.toNanos(), TimeUnit.NANOSECONDS)
          .orElseThrow(
              () ->
                  new BusyException(
                      "the cluster is not known whole yet: " + scheduler.listsMissing()));
    } catch (TimeoutException e) {
      answer.cancel(false);
      throw new BusyException("the scheduler has not answered for " + patience.toMillis() + " ms");
    } catch (InterruptedException e) {
      answer.cancel(false);
      throw e;
    } catch (ExecutionException e) {
      throw new IllegalStateException("the loop could not answer", e.getCause());
    }
  }

  /**
   * The loop's first answer that is good enough, asked again after each change of the cluster; null
   * when there is none in that time.
   */
  <T> @Nullable T askUntil(
      Function<ForeignPods, T> question, Predicate<T> goodEnough, Duration atMost)
      throws InterruptedException {
    CompletableFuture<T> answer = new CompletableFuture<>();
    BooleanSupplier look =
        () -> {
          try {
            T now = question.apply(scheduler.foreignPods());
            return goodEnough.test(now) && answer.complete(now);
          } catch (RuntimeException thrown) {
            return answer.completeExceptionally(thrown);
          }
        };
    tell(loop -> loop.lookUntil(look));
    try {
      return answer.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException inVain) {
      return null;
    } catch (ExecutionException e) {
      throw new IllegalStateException("the loop could not answer", e.getCause());
    } finally {
      tell(loop -> loop.stopLooking(look));
    }
  }

  /** Tells the loop something, and does not wait. */
  void tell(Consumer<ForeignPods> word) {
    CompletableFuture<Boolean> unused =
        scheduler
            .inbox()
            .ask(
                () -> {
                  word.accept(scheduler.foreignPods());
                  return true;
                });
    assert unused != null;
  }

  /** There is no answer now; there may be one later. */
  static final class BusyException extends Exception {
    private static final long serialVersionUID = 1L;

    BusyException(String message) {
      super(message);
    }
  }
}
