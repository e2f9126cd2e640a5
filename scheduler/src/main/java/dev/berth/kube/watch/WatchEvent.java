package dev.berth.kube.watch;

/**
 * One event of a watch, as far as we care.
 *
 * <p>Threading: immutable.
 *
 * @param <H> the kind that is watched
 */
sealed interface WatchEvent<H extends Held> {

  /**
   * An object came, changed or went.
   *
   * @param type {@code ADDED}, {@code MODIFIED} or {@code DELETED}
   */
  record Change<H extends Held>(String type, H held) implements WatchEvent<H> {}

  /** Everything up to this version was sent. */
  record Bookmark<H extends Held>(String resourceVersion) implements WatchEvent<H> {}

  /** The server gives up on this watch. */
  record Failure<H extends Held>(int code, String message) implements WatchEvent<H> {}

  /** Something that cannot be understood, and was counted. */
  record Skipped<H extends Held>() implements WatchEvent<H> {}
}
