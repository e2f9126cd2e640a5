package dev.berth.kube.watch;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The barrier behind the first list of a kind: opens once everything of that list was handed on. It
 * closes again when the kind can no longer be read, until the first list after that.
 *
 * <p>The informer's own {@code hasSynced} does not say that: it turns true when its queue is empty,
 * while handlers may still have nearly all of it before them.
 *
 * <p>Threading: any thread.
 */
final class InitialList {
  private final Runnable opened;
  private final Consumer<String> missing;
  private final Set<String> awaited = new HashSet<>(); // guarded by this
  private State state = State.NOT_LISTED; // guarded by this

  private enum State {
    NOT_LISTED,
    DELIVERING,
    OPEN,
    MISSING
  }

  /**
   * A barrier.
   *
   * @param opened run on the thread that brings the last object
   * @param missing told why there is no list
   */
  InitialList(Runnable opened, Consumer<String> missing) {
    this.opened = opened;
    this.missing = missing;
  }

  /** The list was read and goes to the informer next; only one that is waited for counts. */
  synchronized void listed(List<? extends Held> items) {
    if (state == State.NOT_LISTED || state == State.MISSING) {
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

  /** There is no list to wait for, or none any more. */
  synchronized void unavailable(String why) {
    if (state != State.MISSING) {
      state = State.MISSING;
      awaited.clear();
      missing.accept(why);
    }
  }

  private void openWhenComplete() {
    if (awaited.isEmpty()) {
      state = State.OPEN;
      opened.run();
    }
  }
}
