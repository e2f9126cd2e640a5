package dev.berth.http;

import org.jspecify.annotations.Nullable;

/** What an {@link AccessGate} says to one caller. Threading: immutable. */
sealed interface Verdict {
  /**
   * Comes in.
   *
   * @param caller null where nobody was asked
   */
  record Admitted(@Nullable Identity caller) implements Verdict {}

  record Refused(Reply reply) implements Verdict {}
}
