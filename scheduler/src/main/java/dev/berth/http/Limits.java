package dev.berth.http;

import java.time.Duration;

/**
 * What one listener takes from its callers before it hangs up.
 *
 * <p>Threading: immutable.
 *
 * @param maxHeaderBytes request line and headers; more is answered with 431
 * @param maxBodyBytes body of a request; more is answered with 413
 * @param maxBufferedBytes bodies of all requests under way together; when there is no more room, a
 *     request is answered with 503
 * @param maxConnections open connections; when that many are open, idle ones are closed soon, and
 *     new ones wait or are refused until then
 * @param requestTime from the first byte of a request to the last of its answer, unless it streams
 * @param idleTime a connection on which nothing moves for so long is closed
 * @param stopGrace how long requests under way may go on when the listener stops
 */
public record Limits(
    int maxHeaderBytes,
    int maxBodyBytes,
    long maxBufferedBytes,
    int maxConnections,
    Duration requestTime,
    Duration idleTime,
    Duration stopGrace) {

  /** For people and probes: small questions, quick answers. */
  public static final Limits STANDARD =
      new Limits(
          16 << 10,
          64 << 10,
          16 << 20,
          256,
          Duration.ofSeconds(10),
          Duration.ofSeconds(60),
          Duration.ofSeconds(5)); // kube-scheduler's

  /** For a local API server: kube-apiserver's sizes, and a connection for every watch. */
  public static final Limits LOCAL_API =
      new Limits(
          64 << 10,
          3 << 20,
          256 << 20,
          20_000,
          Duration.ofSeconds(60),
          Duration.ofMinutes(5),
          Duration.ofSeconds(2));

  public Limits {
    requirePositive("maxHeaderBytes", maxHeaderBytes);
    requirePositive("maxBodyBytes", maxBodyBytes);
    if (maxBufferedBytes < maxBodyBytes) {
      throw new IllegalArgumentException(
          "maxBufferedBytes is %d, which is less than maxBodyBytes, %d. Maybe twice as much."
              .formatted(maxBufferedBytes, maxBodyBytes));
    }
    requirePositive("maxConnections", maxConnections);
    requirePositive("requestTime", requestTime);
    requirePositive("idleTime", idleTime);
    if (stopGrace.isNegative()) {
      throw new IllegalArgumentException("stopGrace is " + stopGrace + ". Maybe PT5S.");
    }
  }

  private static void requirePositive(String name, int value) {
    if (value <= 0) {
      throw new IllegalArgumentException(name + " is " + value + ". Maybe a number above zero.");
    }
  }

  private static void requirePositive(String name, Duration value) {
    if (!value.isPositive()) {
      throw new IllegalArgumentException(name + " is " + value + ". Maybe a time above zero.");
    }
  }
}
