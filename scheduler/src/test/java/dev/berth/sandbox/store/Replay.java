package dev.berth.sandbox.store;

import dev.berth.sandbox.objects.Kind;
import dev.berth.sandbox.objects.KubeObject;
import dev.berth.sandbox.objects.ObjectKey;
import dev.berth.sandbox.objects.StatusException;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Callable;

/**
 * A client of the store: lists, follows the changes, and lists anew when it has fallen out.
 *
 * <p>Threading: one thread; {@link #stopAt} from any.
 */
final class Replay implements Callable<List<KubeObject>> {
  private static final Duration A_WHILE = Duration.ofMillis(200);

  private final ObjectStore store;
  private final Kind kind;
  private final TreeMap<ObjectKey, KubeObject> mirror = new TreeMap<>();
  private volatile long stopAt = Long.MAX_VALUE;
  private int lists;
  private long events;

  Replay(ObjectStore store, Kind kind) {
    this.store = store;
    this.kind = kind;
  }

  /** Makes it end once it has seen everything up to that version. */
  void stopAt(long version) {
    stopAt = version;
  }

  int lists() {
    return lists;
  }

  long events() {
    return events;
  }

  @Override
  public List<KubeObject> call() throws InterruptedException {
    while (true) {
      Listing listing = store.list(kind);
      lists++;
      mirror.clear();
      listing.objects().forEach(object -> mirror.put(object.key(), object));
      try (Changes changes = store.changesAfter(kind, listing.version())) {
        while (changes.seen() < stopAt) {
          Change change = changes.next(A_WHILE);
          if (change != null) {
            apply(change);
          }
        }
        return List.copyOf(mirror.values());
      } catch (StatusException e) {
        if (e.code() != 410) {
          throw e;
        }
      }
    }
  }

  private void apply(Change change) {
    events++;
    KubeObject object = change.object();
    KubeObject had = mirror.get(object.key());
    boolean fits =
        switch (change.type()) {
          case ADDED -> had == null && change.previous() == null;
          case MODIFIED, DELETED -> had != null && had == change.previous();
        };
    if (!fits) {
      throw new AssertionError(change + " does not follow " + had);
    }
    if (change.type() == Change.Type.DELETED) {
      mirror.remove(object.key());
    } else {
      mirror.put(object.key(), object);
    }
  }
}
