package dev.berth.kube.watch;

/**
 * An object of which the scheduler believes something that the server said long ago, or nothing.
 *
 * <p>Threading: immutable.
 */
sealed interface Difference {

  /** As the list shows it, or as it is known if the list does not. */
  Sighting object();

  /** Is on the server, and not known. It may have been deleted since the list. */
  record Missing(Sighting object) implements Difference {}

  /** Is known in an older version. */
  record Outdated(Sighting object, long knownVersion) implements Difference {}

  /** Is known, and no more on the server. */
  record Ghost(Sighting object) implements Difference {}

  /** For the log. */
  default String text() {
    return switch (this) {
      case Missing(Sighting object) -> object.key() + " was missing";
      case Outdated(Sighting object, long known) ->
          "%s was known in version %d instead of %d"
              .formatted(object.key(), known, object.version());
      case Ghost(Sighting object) -> object.key() + " is no more";
    };
  }
}
