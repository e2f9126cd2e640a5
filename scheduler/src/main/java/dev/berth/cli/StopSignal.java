package dev.berth.cli;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * SIGTERM and SIGINT, which end what runs in good order and the process with 0, where the JVM by
 * itself would end it with 128 + the signal's number.
 *
 * <p>Threading: any thread.
 */
final class StopSignal {
  private static final Logger LOG = LoggerFactory.getLogger(StopSignal.class);

  private StopSignal() {}

  /** Something that runs until it ends by itself or is closed. */
  interface Stoppable extends AutoCloseable {
    void start();

    /** Waits until it ends by itself. */
    ExitCode awaitEnd() throws InterruptedException;

    boolean isClosed();

    @Override
    void close();
  }

  /** Starts it, and gives the exit code when it ends by itself; a signal does not come back. */
  static int untilTheEndOf(Stoppable running) throws InterruptedException {
    try (running) {
      Runtime.getRuntime().addShutdownHook(new Thread(() -> end(running), "shutdown"));
      running.start();
      return running.awaitEnd().code();
    }
  }

  /** Also called when the process ends by itself, which has closed the scheduler before. */
  private static void end(Stoppable running) {
    if (running.isClosed()) {
      return;
    }
    LOG.info("stopping");
    running.close();
    LOG.info("stopped");
    Runtime.getRuntime().halt(ExitCode.OK.code());
  }
}
