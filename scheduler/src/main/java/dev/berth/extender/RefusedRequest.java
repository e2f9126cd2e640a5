package dev.berth.extender;

import dev.berth.http.Reply;
import java.io.IOException;

/**
 * A request that is not answered because of what it would take. An {@link IOException}, so that a
 * parser can throw it in the middle of an object.
 */
final class RefusedRequest extends IOException {
  private static final long serialVersionUID = 1L;
  private static final int TOO_LARGE = 413;

  private final transient Reply reply;

  private RefusedRequest(String message, Reply reply) {
    super(message);
    this.reply = reply;
  }

  /** However often it comes. */
  static RefusedRequest tooLarge(String message) {
    return new RefusedRequest(message, Replies.refused(TOO_LARGE, message));
  }

  /** Because of others that are under way. */
  static RefusedRequest busy() {
    String message = "too much is asked at once";
    return new RefusedRequest(message, Reply.busy(message));
  }

  Reply reply() {
    return reply;
  }
}
