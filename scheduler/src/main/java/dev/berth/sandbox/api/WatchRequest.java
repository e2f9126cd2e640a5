package dev.berth.sandbox.api;

import dev.berth.sandbox.objects.Kind;
import dev.berth.sandbox.objects.StatusException;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a watch is to show, for how long and from when on.
 *
 * <p>Threading: immutable.
 */
record WatchRequest(
    Kind kind,
    Selection selection,
    Form form,
    Beginning beginning,
    boolean bookmarks,
    Duration length) {

  /** Where a watch begins. */
  sealed interface Beginning {

    /** With the changes after a version. */
    record After(long version) implements Beginning {}

    /** With the changes from now on. */
    record Now() implements Beginning {}

    /** With all there is, as additions. */
    record Everything() implements Beginning {}

    /** With all there is, then a bookmark that says so: a list that streams. */
    record StreamedList() implements Beginning {}
  }

  /**
   * Reads the query of a watch.
   *
   * @param standardLength asked when the caller wants none in particular
   * @throws StatusException 422 when parameters do not go together
   */
  static WatchRequest of(
      Kind kind,
      Selection selection,
      Form form,
      Parameters query,
      Supplier<Duration> standardLength) {
    Long seconds = query.number("timeoutSeconds");
    return new WatchRequest(
        kind,
        selection,
        form,
        beginning(query),
        query.flag("allowWatchBookmarks"),
        seconds == null || seconds <= 0 ? standardLength.get() : Duration.ofSeconds(seconds));
  }

  private static Beginning beginning(Parameters query) {
    String match = query.text("resourceVersionMatch");
    @Nullable String initial = query.request().parameter("sendInitialEvents");
    if (initial == null && !match.isEmpty()) {
      throw VersionMatch.forbidden(
          "resourceVersionMatch",
          "resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided");
    }
    if (initial != null && !match.equals("NotOlderThan")) {
      throw VersionMatch.forbidden(
          "resourceVersionMatch",
          "sendInitialEvents requires setting resourceVersionMatch to NotOlderThan");
    }
    long version = VersionMatch.ofWatch(query.text("resourceVersion"));
    if (query.flag("sendInitialEvents")) {
      return new Beginning.StreamedList();
    }
    if (version != 0) {
      return new Beginning.After(version);
    }
    return initial == null ? new Beginning.Everything() : new Beginning.Now();
  }
}
