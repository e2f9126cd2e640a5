package dev.berth.kube.watch;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The barrier behind the first list of a kind: opens once everything of that list was handed on.
 *
 * <p>The informer's own {@code hasSynced} does not say that: it turns true when its queue is empty,
 * while handlers may still have nearly all of it before them.
 *
 * <p>Threading: any thread.
 */
final class InitialList {
  private final Runnable opened;
  private final Set<String> awaited = new HashSet<>(); // guarded by this
  private State state = State.NOT_LISTED; // guarded by this

  private enum State {
    NOT_LISTED,
    DELIVERING,
    OPEN
  }

  /** A barrier that runs {@code opened} once, on the thread that brings the last object. */
  InitialList(Runnable opened) {
    this.opened = opened;
  }

  /** The list was read and goes to the informer next; only the first one counts. */
  synchronized void listed(List<? extends Held> items) {
    if (state == State.NOT_LISTED) {
      state = State.DELIVERING;
      items.forEach(item -> awaited.add(item.key()));
      openWhenComplete();
    }
  }

  /** The informer's handler has posted this object. */
  synchronized void delivered(Held item) {
    if (state == State.DELIVERING && awaited.remove(item.key())) {
      openWhenComplete();
    }
  }

  /** There is no list to wait for. */
  synchronized void unavailable() {
    if (state == State.NOT_LISTED) {
      state = State.DELIVERING;
      openWhenComplete();
    }
  }

  private void openWhenComplete() {
    if (awaited.isEmpty()) {
      state = State.OPEN;
      opened.run();
    }
  }
}
