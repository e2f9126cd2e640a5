package dev.berth.cli;

import dev.berth.cycle.CycleListener;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * The scheduler of a sandbox, as {@code berth run} has it, which starts while others do.
 *
 * <p>Threading: any thread.
 */
final class SandboxScheduler implements AutoCloseable {
  private final CompletableFuture<RunningScheduler> running = new CompletableFuture<>();
  private final Thread starter;
  private volatile boolean gone;

  private SandboxScheduler(RunSettings settings, CycleListener onlooker) {
    starter =
        Thread.ofPlatform()
            .daemon()
            .name("sandbox-scheduler")
            .unstarted(() -> live(settings, onlooker));
  }

  static SandboxScheduler start(RunSettings settings, CycleListener onlooker) {
    SandboxScheduler scheduler = new SandboxScheduler(settings, onlooker);
    scheduler.starter.start();
    return scheduler;
  }

  private void live(RunSettings settings, CycleListener onlooker) {
    try {
      RunningScheduler started = RunningScheduler.of(settings, onlooker);
      try {
        started.start();
        running.complete(started);
        started.awaitEnd();
        gone = true;
      } catch (RuntimeException e) {
        started.close();
        throw e;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed
    } catch (RuntimeException e) {
      running.completeExceptionally(e);
    }
  }

  /**
   * The scheduler, or null while it is starting.
   *
   * @throws RuntimeException when it cannot start
   */
  @Nullable RunningScheduler running() {
    try {
      return running.getNow(null);
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException why ? why : e;
    }
  }

  /** Whether it has ended by itself. */
  boolean isGone() {
    return gone;
  }

  @Override
  public void close() {
    starter.interrupt();
    try {
      starter.join(); // a start under way ends first, so that nothing of it is left
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (!running.isCompletedExceptionally()) {
      RunningScheduler started = running.getNow(null);
      if (started != null) {
        started.close();
      }
    }
  }
}
