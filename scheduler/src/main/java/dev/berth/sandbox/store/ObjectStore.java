package dev.berth.sandbox.store;

import dev.berth.sandbox.objects.Kind;
import dev.berth.sandbox.objects.Kinds;
import dev.berth.sandbox.objects.KubeObject;
import dev.berth.sandbox.objects.ObjectKey;
import dev.berth.sandbox.objects.StatusException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * All objects of the sandbox and their latest changes, under one counter of versions for all kinds
 * as in etcd.
 *
 * <p>A write is atomic: it happens as a whole under one new version, or not at all. What a write is
 * given to run ({@code change}, {@code check}) may read the store but must not write to it.
 * Messages are those of {@code apiserver/pkg/storage} of Kubernetes 1.36.3 ({@code errors.go},
 * {@code cacher/watch_cache.go}).
 *
 * <p>Threading: any thread.
 */
public final class ObjectStore {
  private final AtomicLong newest = new AtomicLong();
  private final Map<Kind, Shelf> shelves = new HashMap<>();

  /**
   * @param window how many changes of each kind a watch can go back, at least 1
   */
  public ObjectStore(int window) {
    if (window < 1) {
      throw new IllegalArgumentException("window: " + window + " (Maybe 10000?)");
    }
    Kinds.all().stream()
        .filter(kind -> !kind.equals(Kinds.EVENT))
        .forEach(kind -> shelves.put(kind, new Shelf(kind, window, newest)));
  }

  private Shelf shelf(Kind kind) {
    Shelf shelf = shelves.get(kind);
    if (shelf == null) {
      throw new IllegalArgumentException(
          "not stored: " + kind + " (Maybe the kind that it is a view of?)");
    }
    return shelf;
  }

  /**
   * Puts a new object in.
   *
   * @return it under its version
   * @throws StatusException 409 when there is one of that name
   */
  public KubeObject create(KubeObject object) {
    return shelf(object.kind()).create(object);
  }

  public @Nullable KubeObject get(Kind kind, ObjectKey key) {
    return shelf(kind).get(key);
  }

  /**
   * Changes an object, with nobody else changing it meanwhile. Writes nothing when the change comes
   * to the same JSON, whatever its resourceVersion and the order of its fields.
   *
   * @param change given the current version; what it throws goes through, and nothing is written
   * @return the current version afterwards
   * @throws StatusException 404 when there is none of that name
   */
  public KubeObject update(Kind kind, ObjectKey key, UnaryOperator<KubeObject> change) {
    return shelf(kind).update(key, change);
  }

  /**
   * Removes an object for good.
   *
   * @param check given the current version; what it throws goes through, and nothing is removed
   * @return the removed object under the version of the deletion
   * @throws StatusException 404 when there is none of that name
   */
  public KubeObject delete(Kind kind, ObjectKey key, Consumer<KubeObject> check) {
    return shelf(kind).delete(key, check);
  }

  public Listing list(Kind kind) {
    return shelf(kind).list();
  }

  /** The newest version that any object of any kind got. */
  public long version() {
    return newest.get();
  }

  /**
   * The changes of a kind after a version. From one that lies in the future it waits for that to be
   * passed, as the watch cache does.
   *
   * @throws StatusException 410 when the window has passed the version
   */
  public Changes changesAfter(Kind kind, long version) {
    return shelf(kind).changesAfter(version);
  }

  /** Open cursors into the changes of a kind. */
  public int watching(Kind kind) {
    return shelf(kind).watching();
  }

  /** Forgets all changes: every running watch falls out, also one that had seen everything. */
  public void compact() {
    shelves.values().forEach(Shelf::compact);
  }
}
