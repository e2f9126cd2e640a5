package dev.berth.http;

import java.io.IOException;

/**
 * An answer that is written bit by bit, for as long as it takes: no time for a request holds for
 * it, and a connection that is quiet meanwhile is not idle.
 *
 * <p>Threading: immutable.
 */
public record StreamedReply(int status, String contentType, Body body) implements Answer {

  /** What is written. */
  @FunctionalInterface
  public interface Body {
    /**
     * Writes it all, and returns when it is complete; called once, on the thread of the request,
     * unless only the head was asked for.
     *
     * <p>The thread is interrupted when the caller has gone or the listener stops: ending with the
     * {@link InterruptedException} then ends the answer in good order. After anything else that is
     * thrown the caller sees an answer that breaks off.
     */
    void writeTo(ReplyStream stream) throws IOException, InterruptedException;
  }
}
