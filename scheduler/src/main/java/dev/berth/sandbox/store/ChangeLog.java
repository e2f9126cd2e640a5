package dev.berth.sandbox.store;

import dev.berth.sandbox.objects.StatusException;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The latest changes of one kind, in a ring of fixed size.
 *
 * <p>Every change has a position, counted from 0 for ever; the ring holds those from {@code first}
 * to before {@code end}. Readers take no lock: a slot is overwritten only after {@code first} has
 * passed it, so a reader that finds {@code first} still at or before its position <em>after</em>
 * reading the slot has read the right change.
 *
 * <p>Threading: any thread reads with {@link #at}; everything else under the lock of the {@link
 * Shelf}.
 */
final class ChangeLog {
  private final AtomicReferenceArray<@Nullable Change> ring;
  private volatile long first;
  private volatile long end;

  /** The newest version whose change is gone. */
  private volatile long forgotten;

  ChangeLog(int window) {
    this.ring = new AtomicReferenceArray<>(window);
  }

  void append(Change change) {
    long position = end;
    if (position - first == ring.length()) {
      forgetFirst();
    }
    ring.set(slot(position), change);
    end = position + 1;
  }

  private void forgetFirst() {
    long oldest = first;
    forgotten = inWindow(oldest).version();
    first = oldest + 1;
  }

  /** Forgets everything up to that version. One position stays empty, so every reader falls out. */
  void forget(long version) {
    long position = end + 1;
    forgotten = version;
    first = position; // before the end, so that nobody reads the slot that stays empty
    end = position;
    for (int slot = 0; slot < ring.length(); slot++) {
      ring.set(slot, null);
    }
  }

  long end() {
    return end;
  }

  /**
   * Where a reader begins who has seen everything up to that version.
   *
   * @throws StatusException 410 when something after it is gone
   */
  long positionAfter(long version) {
    if (version < forgotten) {
      throw tooOld(version);
    }
    long low = first;
    long high = end;
    while (low < high) {
      long middle = (low + high) >>> 1;
      if (inWindow(middle).version() > version) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  /**
   * The change there, or null when it has not happened yet.
   *
   * @param seen what the reader has seen, for the refusal
   * @throws StatusException 410 when it is gone
   */
  @Nullable Change at(long position, long seen) {
    if (position >= end) {
      return null;
    }
    Change change = ring.get(slot(position));
    if (position < first) {
      throw tooOld(seen);
    }
    return change;
  }

  private Change inWindow(long position) {
    Change change = ring.get(slot(position));
    if (change == null) {
      throw new IllegalStateException("no change at " + position);
    }
    return change;
  }

  private int slot(long position) {
    return (int) (position % ring.length());
  }

  private StatusException tooOld(long version) {
    return StatusException.expired(
        "too old resource version: %d (%d)".formatted(version, forgotten));
  }
}
