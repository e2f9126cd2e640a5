package dev.berth.sandbox.registry;

import dev.berth.sandbox.objects.Kind;
import dev.berth.sandbox.objects.Kinds;
import dev.berth.sandbox.objects.KubeObject;
import dev.berth.sandbox.store.Change;
import dev.berth.sandbox.store.Changes;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The changes of stored events in the form of {@code events.k8s.io}.
 *
 * <p>Threading: one per request.
 */
final class EventView implements Changes {
  private final Changes stored;

  EventView(Changes stored) {
    this.stored = stored;
  }

  static KubeObject of(KubeObject event) {
    return KubeObject.of(Kinds.EVENT, EventForms.toNew(event.tree()));
  }

  /** A stored object as this kind is served. */
  static KubeObject served(Kind kind, KubeObject stored) {
    return kind.equals(Kinds.EVENT) ? of(stored) : stored;
  }

  @Override
  public @Nullable Change next(Duration atMost) throws InterruptedException {
    Change change = stored.next(atMost);
    if (change == null) {
      return null;
    }
    KubeObject previous = change.previous();
    return new Change(change.type(), of(change.object()), previous == null ? null : of(previous));
  }

  @Override
  public long seen() {
    return stored.seen();
  }

  @Override
  public void close() {
    stored.close();
  }
}
