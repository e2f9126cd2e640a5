package dev.berth.bench.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The process of a scheduler that is measured; closing ends it.
 *
 * <p>Threading: any thread.
 */
public final class SchedulerProcess implements AutoCloseable {
  private static final int STOP_SECONDS = 15;
  private static final int LOG_LINES_SHOWN = 15;

  private final Process process;
  private final Path log;
  private final long startedNanos;

  private SchedulerProcess(Process process, Path log, long startedNanos) {
    this.process = process;
    this.log = log;
    this.startedNanos = startedNanos;
  }

  public static SchedulerProcess start(List<String> command, Path log) {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .redirectInput(Path.of("/dev/null").toFile());
    long startedNanos = System.nanoTime();
    try {
      return new SchedulerProcess(builder.start(), log, startedNanos);
    } catch (IOException e) {
      throw new BenchException(
          "'%s' cannot be started: %s".formatted(command.getFirst(), e.getMessage()), e);
    }
  }

  long startedNanos() {
    return startedNanos;
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  public long pid() {
    return process.pid();
  }

  long cpuMillis() {
    return ProcessUsage.cpuMillis(process.pid());
  }

  long peakResidentBytes() {
    return ProcessUsage.peakResidentBytes(process.pid());
  }

  /** Keeps it from running until {@link #resume}. */
  void pause() {
    signal("STOP");
  }

  /**
   * Lets it run.
   *
   * @return the moment before
   */
  long resume() {
    long before = System.nanoTime();
    signal("CONT");
    return before;
  }

  private void signal(String name) {
    try {
      Process kill =
          new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).inheritIO().start();
      if (kill.waitFor() != 0) {
        throw died();
      }
    } catch (IOException e) {
      throw new BenchException("'kill' cannot be started: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchException("interrupted", e);
    }
  }

  /** Why it is no longer there, with the end of its log. */
  public BenchException died() {
    return new BenchException("the scheduler has ended by itself. Its last lines:\n" + lastLines());
  }

  String lastLines() {
    try {
      List<String> lines = Files.readAllLines(log);
      int from = Math.max(0, lines.size() - LOG_LINES_SHOWN);
      return String.join("\n", lines.subList(from, lines.size()));
    } catch (IOException e) {
      return "(its log cannot be read: " + e.getMessage() + ")";
    }
  }

  @Override
  public void close() {
    if (process.isAlive()) {
      resume();
      process.destroy();
    }
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
