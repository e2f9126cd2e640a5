package dev.berth.it;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * A program beside a test, and the lines that it prints.
 *
 * <p>Threading: any thread; {@code this} guards the lines and whether they have ended.
 */
sealed class LoggedProcess implements AutoCloseable permits BerthProcess, KubeSchedulerProcess {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Duration STOP = Duration.ofMinutes(2);

  private final String name;
  private final Duration patience;
  private final Process process;
  private final Predicate<String> keeps;
  private final List<String> lines = new ArrayList<>();
  private boolean ended;

  /**
   * Starts it.
   *
   * @param patience how long to wait for what it should print
   * @param keeps whether a line, which it gets under the lock of this, is one of the log
   */
  LoggedProcess(String name, Duration patience, ProcessBuilder command, Predicate<String> keeps) {
    this.name = name;
    this.patience = patience;
    this.keeps = keeps;
    try {
      process = command.redirectErrorStream(true).start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().name("log-of-" + name).start(this::read);
  }

  /** Starts a small program. */
  static LoggedProcess start(ProcessBuilder command) {
    return new LoggedProcess(command.command().getFirst(), PATIENCE, command, line -> true);
  }

  // ---- what it prints --------------------------------------------------------------------------

  private void read() {
    try (BufferedReader printed = process.inputReader()) {
      for (String line = printed.readLine(); line != null; line = printed.readLine()) {
        add(line);
      }
    } catch (IOException killed) {
      add("the log ended: " + killed);
    } finally {
      end();
    }
  }

  private synchronized void add(String line) {
    if (keeps.test(line)) {
      lines.add(line);
    }
    notifyAll();
  }

  private synchronized void end() {
    ended = true;
    notifyAll();
  }

  /** Waits until the log has a line with that in it. */
  final void awaitLine(String part) {
    await(() -> lines.stream().anyMatch(line -> line.contains(part)), part);
  }

  /** What stands behind that in the first line that has it, as soon as there is one. */
  final synchronized String after(String part) {
    awaitLine(part);
    String line = lines.stream().filter(each -> each.contains(part)).findFirst().orElseThrow();
    return line.substring(line.indexOf(part) + part.length()).strip();
  }

  /** Waits until that holds, of which it asks after each line, under the lock of this. */
  final synchronized void await(BooleanSupplier said, String what) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!said.getAsBoolean()) {
      long left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
      if (ended || left <= 0) {
        throw new AssertionError(name + " never said \"" + what + "\":\n" + log());
      }
      try {
        wait(left);
      } catch (InterruptedException e) {
        throw interrupted(e);
      }
    }
  }

  final synchronized List<String> lines() {
    return List.copyOf(lines);
  }

  final synchronized String log() {
    return String.join("\n", lines);
  }

  // ---- signals ---------------------------------------------------------------------------------

  /** SIGTERM; waits for the end of the process and of its log, and gives its exit code. */
  final int terminate() {
    process.toHandle().destroy(); // Process.destroy would close the log before its end
    return exitCode();
  }

  /** SIGKILL; after it nothing comes from the process. */
  final void kill() {
    process.toHandle().destroyForcibly();
    exitCode();
  }

  /** SIGSTOP; the process does nothing more until {@link #resume}. */
  final void pause() {
    signal("STOP");
  }

  /** SIGCONT. */
  final void resume() {
    signal("CONT");
  }

  private void signal(String signal) {
    try {
      int code =
          new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
              .inheritIO()
              .start()
              .waitFor();
      if (code != 0) {
        throw new IllegalStateException("kill -" + signal + " ended with " + code);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /** Waits for the end of the process and of its log. */
  final int exitCode() {
    try {
      if (!process.waitFor(STOP.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new AssertionError(name + " did not end within " + STOP + ":\n" + log());
      }
      synchronized (this) {
        while (!ended) {
          wait(STOP.toMillis());
        }
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static IllegalStateException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new IllegalStateException("Interrupted", e);
  }

  /** SIGKILL, and its end: nothing that it sends comes into the next test. */
  @Override
  public final void close() {
    process.destroyForcibly();
    try {
      process.waitFor(STOP.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
