package dev.berth.it;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A small program beside a test, and the lines that it prints.
 *
 * <p>Threading: any thread; {@code this} guards the fields.
 */
final class LoggedProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Process process;
  private final List<String> lines = new ArrayList<>();
  private boolean ended;

  private LoggedProcess(Process process) {
    this.process = process;
    Thread.ofVirtual().name("lines-of-a-process").start(this::read);
  }

  static LoggedProcess start(ProcessBuilder command) {
    try {
      return new LoggedProcess(command.redirectErrorStream(true).start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void read() {
    try (BufferedReader printed = process.inputReader()) {
      for (String line = printed.readLine(); line != null; line = printed.readLine()) {
        add(line);
      }
    } catch (IOException killed) {
      add("ended: " + killed);
    } finally {
      end();
    }
  }

  private synchronized void add(String line) {
    lines.add(line);
    notifyAll();
  }

  private synchronized void end() {
    ended = true;
    notifyAll();
  }

  /** What stands behind that in the first line that has it. */
  synchronized String after(String part) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      for (String line : lines) {
        if (line.contains(part)) {
          return line.substring(line.indexOf(part) + part.length()).strip();
        }
      }
      long left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
      if (ended || left <= 0) {
        throw new AssertionError("nobody said " + part + ": " + lines);
      }
      try {
        wait(left);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
  }

  synchronized List<String> lines() {
    return List.copyOf(lines);
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
