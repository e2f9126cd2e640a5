package dev.berth.sandbox.fault;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/**
 * What can go wrong with a request or its answer.
 *
 * <p>Threading: immutable.
 */
public sealed interface RequestFault {

  /**
   * Refused with a {@code Status}, and not carried out.
   *
   * @param retryAfterSeconds the header; none when 0
   */
  record Refuse(int code, int retryAfterSeconds) implements RequestFault {}

  /** Carried out only after that time. */
  record Delay(Duration by) implements RequestFault {}

  /** Carried out only once that is open: for a race that must happen. */
  record Hold(CountDownLatch until) implements RequestFault {}

  /** Not carried out, and the connection breaks. */
  record LoseRequest() implements RequestFault {}

  /** Carried out, and the connection breaks before a byte of the answer is sent. */
  record LoseReply() implements RequestFault {}

  /** Carried out, and nothing ever comes back, although the connection stays. */
  record NoReply() implements RequestFault {}

  /** The answer ends after that part of its body, in good order, as if that were all. */
  record Truncate(int percent) implements RequestFault {}

  /** The answer trickles; a watch does so for as long as it goes. */
  record Slow(int bytesPerSecond) implements RequestFault {}

  static RequestFault refuse(int code) {
    return new Refuse(code, 0);
  }
}
