package dev.berth.kube.watch;

import dev.berth.kube.decode.ObjectIdentity;
import io.kubernetes.client.informer.exception.WatchExpiredException;
import io.kubernetes.client.util.Watch;
import io.kubernetes.client.util.Watchable;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.Response;
import okio.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * One watch request as the reflector wants it: it comes to an end in whatever way, never with an
 * exception, and the reflector then asks for the next one, which goes on where this one ended.
 *
 * <p>The one exception that leaves is {@link WatchExpiredException}: there is nothing to go on
 * from, list anew.
 *
 * <p>Threading: the thread of one reflector only, but for {@link #close}.
 *
 * @param <H> the kind that is watched
 */
final class WatchStream<H extends Held> implements Watchable<H> {
  private final Call call;
  private final Response response;
  private final WatchEventReader<H> events;
  private final KindListerWatcher<H> owner;
  private final WatchHealth health;
  private final long startedNanos = System.nanoTime();
  private Watch.@Nullable Response<H> next;
  private @Nullable H passingMark;
  private String position;
  private boolean ended;

  WatchStream(
      Call call,
      Response response,
      KindListerWatcher<H> owner,
      LenientReader<H> objects,
      WatchHealth health,
      String resourceVersion) {
    this.call = call;
    this.response = response;
    this.owner = owner;
    this.health = health;
    this.position = resourceVersion;
    this.events = new WatchEventReader<>(response.body().byteStream(), objects);
  }

  /**
   * Reads that wait longer than we are patient now fail. This can only shorten what the call began
   * with: a socket has a time-out of its own.
   */
  private void shortenSilence() {
    Timeout reads = response.body().source().timeout();
    reads.timeout(health.patience().toNanos(), TimeUnit.NANOSECONDS);
  }

  @Override
  public boolean hasNext() {
    if (next == null && !ended) {
      next = mark();
    }
    while (next == null && !ended) {
      try {
        accept(events.next());
      } catch (SocketTimeoutException e) {
        health.watchFellSilent();
        end();
      } catch (IOException e) {
        if (!owner.isEndingWatch()) {
          health.watchBroke(e);
        }
        end();
      }
    }
    return next != null;
  }

  /**
   * A checkpoint that is due, first as an object that comes and then as the same one going, so that
   * the informer keeps nothing of it.
   */
  private Watch.@Nullable Response<H> mark() {
    H passing = passingMark;
    if (passing != null) {
      passingMark = null;
      return new Watch.Response<>("DELETED", passing);
    }
    String name = owner.checkpoints().due(position, () -> !owner.isEndingWatch());
    if (name == null) {
      return null;
    }
    H mark = named(name, position);
    passingMark = mark;
    return new Watch.Response<>("ADDED", mark);
  }

  private void accept(@Nullable WatchEvent<H> event) {
    switch (event) {
      case null -> {
        health.watchEnded(Duration.ofNanos(System.nanoTime() - startedNanos));
        end();
      }
      case WatchEvent.Change<H>(String type, H held) -> arrived(type, held);
      case WatchEvent.Bookmark<H>(String version) -> {
        health.bookmarkArrived();
        shortenSilence();
        position = isFromThePast(version) ? position : version;
        next = new Watch.Response<>("BOOKMARK", named("", position));
      }
      case WatchEvent.Skipped<H>() -> health.eventArrived();
      case WatchEvent.Failure<H>(int code, String message) -> failed(code, message);
    }
  }

  private void arrived(String type, H held) {
    health.eventArrived();
    String version = held.identity().resourceVersion();
    if (!isFromThePast(version)) {
      position = version;
      next = new Watch.Response<>(type, held);
    }
  }

  /**
   * A server sends the changes of one kind in the order of their versions. What comes again, after
   * we were told of later ones, would bring back objects that are gone.
   */
  private boolean isFromThePast(String version) {
    long number = ObjectVersion.of(version);
    return number != ObjectVersion.NONE && number <= ObjectVersion.of(position);
  }

  private H named(String name, String resourceVersion) {
    WatchedKind<H> kind = owner.kind();
    return kind.deleted().apply(new ObjectIdentity(kind.kind(), "", name, "", resourceVersion));
  }

  private void failed(int code, String message) {
    end();
    if (code == HttpURLConnection.HTTP_GONE) {
      throw new WatchExpiredException();
    }
    health.watchFailed(message);
  }

  @Override
  public Watch.Response<H> next() {
    if (!hasNext() || next == null) {
      throw new NoSuchElementException();
    }
    Watch.Response<H> event = next;
    next = null;
    return event;
  }

  @Override
  public Iterator<Watch.Response<H>> iterator() {
    return this;
  }

  private void end() {
    ended = true;
    response.close();
  }

  /** Ends the watch from any thread; the thread that reads it then closes the response. */
  @Override
  public void close() {
    call.cancel();
  }
}
