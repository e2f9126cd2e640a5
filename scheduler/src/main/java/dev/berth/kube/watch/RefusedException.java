package dev.berth.kube.watch;

import dev.berth.kube.KubeReply;
import java.io.IOException;
import java.time.Duration;

/**
 * The API server answered, and the answer is no.
 *
 * <p>Threading: immutable.
 */
final class RefusedException extends IOException {
  private static final long serialVersionUID = 1L;
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;
  private static final int GONE = 410;

  private final int code;
  private final Duration retryAfter;

  RefusedException(KubeReply reply, Duration retryAfter) {
    super(reply.message());
    this.code = reply.code();
    this.retryAfter = retryAfter;
  }

  /** How long the server wants to be left alone; zero when it did not say. */
  Duration retryAfter() {
    return retryAfter;
  }

  /** The resource version or page token is too old: begin anew. */
  boolean isExpired() {
    return code == GONE;
  }

  boolean isForbidden() {
    return code == FORBIDDEN;
  }

  boolean isUnknown() {
    return code == NOT_FOUND;
  }
}
