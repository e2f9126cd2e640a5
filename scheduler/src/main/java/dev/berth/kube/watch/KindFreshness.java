package dev.berth.kube.watch;

import java.time.Duration;

/**
 * How well one kind is known at the moment, for readiness, metrics and people.
 *
 * <p>Threading: immutable.
 *
 * @param resource {@code pods}
 * @param required no decision is made before this kind was listed
 * @param listed a list was read completely since the start
 * @param silence since the last list, event or bookmark, or since the start
 * @param limit the silence from which on the kind is stale
 */
public record KindFreshness(
    String resource,
    boolean required,
    boolean listed,
    KindFreshness.Standing standing,
    Duration silence,
    Duration limit) {

  /** What happened last between us and the server. */
  public sealed interface Standing {

    /** Nothing went wrong since the last success, or since the start. */
    record Undisturbed() implements Standing {}

    /** Lists or watches fail, or break, and are tried again. */
    record Reconnecting(Duration since, String problem) implements Standing {}

    /** The server has not this kind, or does not let us read it. */
    record Refused(Duration since, String problem) implements Standing {}
  }

  /** What is known of this kind is complete and recent. */
  public boolean isFresh() {
    return listed && !(standing instanceof Standing.Refused) && silence.compareTo(limit) <= 0;
  }

  /** The process is not ready because of this kind. */
  public boolean isMissed() {
    return required && !isFresh();
  }

  /** One line without the name of the kind. */
  public String text() {
    String state = listed ? "last heard of %d s ago".formatted(silence.toSeconds()) : "not listed";
    return switch (standing) {
      case Standing.Undisturbed() -> state;
      case Standing.Reconnecting(Duration since, String problem) -> during(state, since, problem);
      case Standing.Refused(Duration since, String problem) -> during(state, since, problem);
    };
  }

  private static String during(String state, Duration since, String problem) {
    return "%s; for %d s: %s".formatted(state, since.toSeconds(), problem);
  }
}
