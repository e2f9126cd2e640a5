package dev.berth.sandbox.fault;

import org.jspecify.annotations.Nullable;

/**
 * Which events of watches a fault is for: those that agree with every part that is given. Bookmarks
 * only when their type is given.
 *
 * <p>Threading: immutable.
 */
public record Events(
    @Nullable String resource,
    @Nullable String namespace,
    @Nullable String name,
    @Nullable String type) {

  public static Events all() {
    return new Events(null, null, null, null);
  }

  /** Of watches of that collection: {@code pods}. */
  public Events of(String wanted) {
    return new Events(wanted, namespace, name, type);
  }

  public Events in(String wanted) {
    return new Events(resource, wanted, name, type);
  }

  public Events named(String wanted) {
    return new Events(resource, namespace, wanted, type);
  }

  /** Of that type: {@code ADDED}, {@code MODIFIED}, {@code DELETED} or {@code BOOKMARK}. */
  public Events type(String wanted) {
    return new Events(resource, namespace, name, wanted);
  }

  boolean matches(WatchLine line) {
    return (type == null ? !line.isBookmark() : type.equals(line.type()))
        && Requests.fits(resource, line.resource())
        && Requests.fits(namespace, line.namespace())
        && Requests.fits(name, line.name());
  }
}
