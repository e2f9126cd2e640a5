package dev.berth.sandbox.api;

import dev.berth.http.ReplyStream;
import dev.berth.http.StreamedReply;
import dev.berth.sandbox.objects.KubeObject;
import dev.berth.sandbox.objects.StatusException;
import dev.berth.sandbox.registry.Registry;
import dev.berth.sandbox.store.Change;
import dev.berth.sandbox.store.Changes;
import dev.berth.sandbox.store.Listing;
import dev.berth.sandbox.table.IncludeObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * One watch, from its first line to its last: it pulls changes, shows those that are selected, and
 * sends whatever is there in one piece.
 *
 * <p>Mirrors {@code apiserver/pkg/storage/cacher/cache_watcher.go} and {@code
 * endpoints/handlers/watch.go} of Kubernetes 1.36.3. Threading: one per request.
 */
final class WatchStream implements StreamedReply.Body {
  private static final Duration LAST_BOOKMARK_BEFORE_END = Duration.ofSeconds(2);

  /** Beyond this a piece is sent although more is there already. */
  private static final int PIECE_BYTES = 64 << 10;

  private final Registry registry;
  private final WatchRequest request;
  private final EventLines lines;
  private final Duration betweenBookmarks;
  private final ByteArrayOutputStream piece = new ByteArrayOutputStream();
  private final long start = System.nanoTime();
  private long lastBookmark = start;
  private boolean lastBookmarkSent;

  WatchStream(
      Registry registry,
      WatchRequest request,
      IncludeObject include,
      InstantSource clock,
      Duration betweenBookmarks) {
    this.betweenBookmarks = betweenBookmarks;
    this.registry = registry;
    this.request = request;
    this.lines = new EventLines(request.kind(), request.form(), include, clock);
  }

  @Override
  public void writeTo(ReplyStream stream) throws IOException, InterruptedException {
    stream.open();
    try {
      long version = begin(stream);
      try (Changes changes = registry.changesAfter(request.kind(), version)) {
        follow(changes, stream);
      }
    } catch (StatusException fallenOut) {
      lines.error(piece, fallenOut);
      send(stream);
    }
  }

  /** Sends what there is at the beginning; the version after which changes are sent. */
  private long begin(ReplyStream stream) throws IOException {
    return switch (request.beginning()) {
      case WatchRequest.Beginning.After(long version) -> version;
      case WatchRequest.Beginning.Now() -> registry.list(request.kind()).version();
      case WatchRequest.Beginning.Everything() -> everything(stream);
      case WatchRequest.Beginning.StreamedList() -> {
        long version = everything(stream);
        if (request.bookmarks()) {
          lines.initialEventsEnd(piece, version);
        }
        send(stream);
        yield version;
      }
    };
  }

  private long everything(ReplyStream stream) throws IOException {
    Listing listing = registry.list(request.kind());
    for (KubeObject object : listing.objects()) {
      if (request.selection().matches(object)) {
        lines.add(piece, Change.Type.ADDED, object);
        sendWhenLarge(stream);
      }
    }
    send(stream);
    return listing.version();
  }

  private void follow(Changes changes, ReplyStream stream)
      throws IOException, InterruptedException {
    while (true) {
      Duration left = request.length().minusNanos(System.nanoTime() - start);
      if (!left.isPositive()) {
        addBookmarkWhenDue(changes); // it is not, unless something else took all the time
        send(stream);
        return;
      }
      Change change = changes.next(untilBookmarkOrEnd(left));
      while (change != null) {
        add(change);
        sendWhenLarge(stream);
        change = changes.next(Duration.ZERO);
      }
      addBookmarkWhenDue(changes);
      send(stream);
    }
  }

  private Duration untilBookmarkOrEnd(Duration left) {
    if (!request.bookmarks()) {
      return left;
    }
    Duration due = betweenBookmarks.minusNanos(System.nanoTime() - lastBookmark);
    Duration last = lastBookmarkSent ? left : left.minus(LAST_BOOKMARK_BEFORE_END);
    Duration next = due.compareTo(last) < 0 ? due : last;
    return next.isNegative() ? Duration.ZERO : next;
  }

  private void addBookmarkWhenDue(Changes changes) {
    long now = System.nanoTime();
    Duration left = request.length().minusNanos(now - start);
    boolean last = !lastBookmarkSent && left.compareTo(LAST_BOOKMARK_BEFORE_END) <= 0;
    boolean due = now - lastBookmark >= betweenBookmarks.toNanos();
    if (request.bookmarks() && (last || due)) {
      lines.bookmark(piece, changes.seen());
      lastBookmark = now;
      lastBookmarkSent = last;
    }
  }

  /** An object that begins to be selected is new to this watch, one that ends to be is gone. */
  private void add(Change change) {
    KubeObject object = change.object();
    @Nullable KubeObject previous = change.previous();
    boolean was = request.selection().matches(previous);
    boolean is = change.type() != Change.Type.DELETED && request.selection().matches(object);
    if (is) {
      lines.add(piece, was ? Change.Type.MODIFIED : Change.Type.ADDED, object);
    } else if (was && previous != null) {
      lines.add(piece, Change.Type.DELETED, last(change, previous));
    }
  }

  /** As the watch last showed it, under the version at which it went. */
  private static KubeObject last(Change change, KubeObject previous) {
    return change.type() == Change.Type.DELETED
        ? change.object()
        : previous.withVersion(change.version());
  }

  private void sendWhenLarge(ReplyStream stream) throws IOException {
    if (piece.size() >= PIECE_BYTES) {
      send(stream);
    }
  }

  private void send(ReplyStream stream) throws IOException {
    if (piece.size() > 0) {
      stream.write(piece.toByteArray());
      piece.reset();
    }
  }
}
