package dev.berth.sandbox.store;

import dev.berth.sandbox.objects.Kind;
import dev.berth.sandbox.objects.KubeObject;
import dev.berth.sandbox.objects.ObjectKey;
import dev.berth.sandbox.objects.StatusException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The objects of one kind, and the log of their changes.
 *
 * <p>Threading: any thread. Who changes an object holds its {@code writers} lock for the whole
 * read-modify-write, and {@code lock}, always the inner one, only to put the result in place: the
 * slow part, JSON, runs side by side for different objects. A version is taken and its change
 * appended under one {@code lock}, so the log is in order of versions.
 */
final class Shelf {
  private static final int WRITERS = 64;

  private final Kind kind;
  private final AtomicLong newest;
  private final List<ReentrantLock> writers =
      Stream.generate(ReentrantLock::new).limit(WRITERS).toList();

  private final ReentrantLock lock = new ReentrantLock();

  /** Signalled after each change, under {@code lock}. */
  private final Condition changed = lock.newCondition();

  /** Guarded by {@code lock}. */
  private final TreeMap<ObjectKey, KubeObject> objects = new TreeMap<>();

  private final ChangeLog log;

  /** Guarded by {@code lock}. */
  private int watching;

  /**
   * @param newest the version of the whole store
   */
  Shelf(Kind kind, int window, AtomicLong newest) {
    this.kind = kind;
    this.newest = newest;
    this.log = new ChangeLog(window);
  }

  KubeObject create(KubeObject object) {
    ReentrantLock writer = writer(object.key());
    writer.lock();
    try {
      if (get(object.key()) != null) {
        throw StatusException.alreadyExists(kind, object.name());
      }
      return commit(Change.Type.ADDED, object, null);
    } finally {
      writer.unlock();
    }
  }

  KubeObject update(ObjectKey key, UnaryOperator<KubeObject> change) {
    ReentrantLock writer = writer(key);
    writer.lock();
    try {
      KubeObject current = present(key);
      KubeObject wished = change.apply(current);
      if (!wished.key().equals(key)) {
        throw new IllegalArgumentException(
            "a change of %s %s gave %s".formatted(kind, key, wished.key()));
      }
      return same(wished, current) ? current : commit(Change.Type.MODIFIED, wished, current);
    } finally {
      writer.unlock();
    }
  }

  KubeObject delete(ObjectKey key, Consumer<KubeObject> check) {
    ReentrantLock writer = writer(key);
    writer.lock();
    try {
      KubeObject current = present(key);
      check.accept(current);
      return commit(Change.Type.DELETED, current, current);
    } finally {
      writer.unlock();
    }
  }

  private ReentrantLock writer(ObjectKey key) {
    return writers.get(Math.floorMod(key.hashCode(), WRITERS));
  }

  private KubeObject present(ObjectKey key) {
    KubeObject current = get(key);
    if (current == null) {
      throw StatusException.notFound(kind, key.name());
    }
    return current;
  }

  /** Whatever the order of their fields: our own text of two equal trees is equally long. */
  private static boolean same(KubeObject wished, KubeObject current) {
    KubeObject wish =
        wished.version() == current.version() ? wished : wished.withVersion(current.version());
    return Arrays.equals(wish.json(), current.json())
        || (wish.json().length == current.json().length && wish.tree().equals(current.tree()));
  }

  private KubeObject commit(
      Change.Type type, KubeObject unversioned, @Nullable KubeObject previous) {
    lock.lock();
    try {
      KubeObject object = unversioned.withVersion(newest.incrementAndGet());
      if (type == Change.Type.DELETED) {
        objects.remove(object.key());
      } else {
        objects.put(object.key(), object);
      }
      log.append(new Change(type, object, previous));
      changed.signalAll();
      return object;
    } finally {
      lock.unlock();
    }
  }

  @Nullable KubeObject get(ObjectKey key) {
    lock.lock();
    try {
      return objects.get(key);
    } finally {
      lock.unlock();
    }
  }

  Listing list() {
    lock.lock();
    try {
      return new Listing(newest.get(), List.copyOf(objects.values()));
    } finally {
      lock.unlock();
    }
  }

  void compact() {
    lock.lock();
    try {
      log.forget(newest.get());
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  int watching() {
    lock.lock();
    try {
      return watching;
    } finally {
      lock.unlock();
    }
  }

  Changes changesAfter(long version) {
    lock.lock();
    try {
      Changes cursor = new Cursor(log.positionAfter(version), version);
      watching++;
      return cursor;
    } finally {
      lock.unlock();
    }
  }

  /** Waits until something is at that position, or the time is over: returns the time left. */
  private long await(long position, long atMostNanos) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = atMostNanos;
      while (log.end() <= position && left > 0) {
        left = changed.awaitNanos(left);
      }
      return left;
    } finally {
      lock.unlock();
    }
  }

  private final class Cursor implements Changes {
    private long position;
    private long seen;
    private boolean closed;

    Cursor(long position, long seen) {
      this.position = position;
      this.seen = seen;
    }

    @Override
    public @Nullable Change next(Duration atMost) throws InterruptedException {
      long left = atMost.toNanos();
      while (true) {
        Change change = log.at(position, seen);
        if (change == null) {
          if (left <= 0) {
            return null;
          }
          left = await(position, left);
        } else {
          position++;
          if (change.version() > seen) { // not so when the watch began in the future
            seen = change.version();
            return change;
          }
        }
      }
    }

    @Override
    public long seen() {
      lock.lock();
      try {
        if (log.end() == position) {
          seen = Math.max(seen, newest.get());
        }
        return seen;
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void close() {
      lock.lock();
      try {
        watching -= closed ? 0 : 1;
        closed = true;
      } finally {
        lock.unlock();
      }
    }
  }
}
