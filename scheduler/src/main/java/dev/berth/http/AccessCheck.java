package dev.berth.http;

import java.io.IOException;

/**
 * Who knows the users of the cluster and what they may do; implemented by asking the API server.
 *
 * <p>Any thread; calls may wait. An {@link IOException} means that nobody could be asked: the
 * caller of the listener is refused then.
 */
public interface AccessCheck {

  /** Whose token that is. */
  Identification identify(String token) throws IOException, InterruptedException;

  /**
   * May the user do that to that path?
   *
   * @param verb an HTTP method in lower case
   */
  Decision authorize(Identity user, String verb, String path)
      throws IOException, InterruptedException;

  /** What a token is worth. */
  sealed interface Identification {
    record Known(Identity user) implements Identification {}

    record Unknown() implements Identification {}
  }

  /** What a user may do. */
  sealed interface Decision {
    record Allowed() implements Decision {}

    /**
     * Not allowed.
     *
     * @param reason "" when none was given
     */
    record Denied(String reason) implements Decision {}
  }
}
