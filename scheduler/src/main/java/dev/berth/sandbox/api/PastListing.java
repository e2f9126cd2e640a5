package dev.berth.sandbox.api;

import dev.berth.sandbox.objects.Kind;
import dev.berth.sandbox.objects.KubeObject;
import dev.berth.sandbox.objects.ObjectKey;
import dev.berth.sandbox.registry.Registry;
import dev.berth.sandbox.store.Change;
import dev.berth.sandbox.store.Changes;
import dev.berth.sandbox.store.Listing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The objects of a kind as they were at an earlier version: what there is now, with every change
 * since undone, so that nothing has to be kept for lists that come in chunks.
 *
 * <p>Threading: immutable.
 */
final class PastListing {
  private PastListing() {}

  /**
   * Costs O(objects + changes since).
   *
   * @throws dev.berth.sandbox.objects.StatusException 410 when the window has passed the version
   */
  static Listing at(Registry registry, Kind kind, long version) throws InterruptedException {
    Listing now = registry.list(kind);
    if (now.version() <= version) {
      return now;
    }
    Map<ObjectKey, Optional<KubeObject>> before = changedSince(registry, kind, version, now);
    if (before.isEmpty()) {
      return new Listing(version, now.objects());
    }
    TreeMap<ObjectKey, KubeObject> then = new TreeMap<>();
    now.objects().forEach(object -> then.put(object.key(), object));
    before.forEach(
        (key, object) ->
            object.ifPresentOrElse(present -> then.put(key, present), () -> then.remove(key)));
    List<KubeObject> objects = new ArrayList<>(then.values());
    return new Listing(version, objects);
  }

  /** For every object that has changed since, what it was; empty when it was not there. */
  private static Map<ObjectKey, Optional<KubeObject>> changedSince(
      Registry registry, Kind kind, long version, Listing now) throws InterruptedException {
    Map<ObjectKey, Optional<KubeObject>> before = new HashMap<>();
    try (Changes changes = registry.changesAfter(kind, version)) {
      Change change = changes.next(Duration.ZERO);
      while (change != null && change.version() <= now.version()) {
        before.putIfAbsent(change.object().key(), Optional.ofNullable(change.previous()));
        change = changes.next(Duration.ZERO);
      }
    }
    return before;
  }
}
