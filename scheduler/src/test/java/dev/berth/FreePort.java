package dev.berth;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A port for a process that is still to be started.
 *
 * <p>Nobody listens on it now, nobody else in this JVM was given it, and it is none of those that a
 * system gives to whoever connects to somewhere or asks for any: one of those may be taken before
 * the process starts, or while it is away. Threading: any thread.
 */
public final class FreePort {
  private static final int FIRST = 20_000;

  /** From here on by Linux, later by others. */
  private static final int GIVEN_TO_ANYBODY = 32_768;

  private static final int COUNT = GIVEN_TO_ANYBODY - FIRST;

  /** Another JVM hardly begins at the same one. */
  private static final AtomicInteger GIVEN =
      new AtomicInteger(ThreadLocalRandom.current().nextInt(COUNT));

  private FreePort() {}

  public static int get() {
    while (true) {
      int candidate = FIRST + Math.floorMod(GIVEN.getAndIncrement(), COUNT);
      try (ServerSocket socket = new ServerSocket(candidate)) {
        return socket.getLocalPort();
      } catch (BindException taken) {
        // Then the next one.
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
