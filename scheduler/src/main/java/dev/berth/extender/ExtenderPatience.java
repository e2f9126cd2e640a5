package dev.berth.extender;

import java.time.Duration;

/**
 * How long a request to the facade waits before it is answered otherwise.
 *
 * <p>Threading: immutable.
 *
 * @param turn for the loop, and for requests that came earlier; then the caller is told to come
 *     again
 * @param news a rejection, for what the caller may have heard before us; 0 for not at all
 */
public record ExtenderPatience(Duration turn, Duration news) {

  /** A kube-scheduler gives up after 5 s unless told otherwise. */
  private static final Duration STANDARD_TURN = Duration.ofSeconds(4);

  /** Where no news come. */
  public static final ExtenderPatience WITHOUT_NEWS =
      new ExtenderPatience(STANDARD_TURN, Duration.ZERO);

  /** Beside a cluster. */
  public static final ExtenderPatience STANDARD =
      new ExtenderPatience(STANDARD_TURN, Duration.ofSeconds(1));
}
