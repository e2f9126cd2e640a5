package dev.berth.queue;

import dev.berth.framework.ClusterEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What happened while pods were being tried, so that a pod that comes back rejected is judged by
 * the changes that its attempt did not see.
 *
 * <p>One chain for all: each pod remembers the empty link at the end of the chain when its attempt
 * began, and reads from there. Nothing is trimmed: links before the oldest start that is still
 * remembered are unreachable, and collected as garbage.
 *
 * <p>Mirrors {@code inFlightPods} and {@code inFlightEvents} of {@code active_queue.go}, Kubernetes
 * 1.36.3. Threading: scheduler thread only.
 */
final class InFlightEvents {

  /** A change and the objects it is about. */
  record Happening(ClusterEvent event, @Nullable Object before, @Nullable Object after) {}

  /** The last link of the chain is empty, and becomes the next happening. */
  private static final class Link {
    @Nullable Happening happening;
    @Nullable Link next;
  }

  private final Map<String, Link> starts = new HashMap<>();
  private Link end = new Link();
  private boolean unheardSinceLastBegin;

  int pods() {
    return starts.size();
  }

  void begin(String uid) {
    starts.put(uid, end);
    unheardSinceLastBegin = false;
  }

  void end(String uid) {
    starts.remove(uid);
  }

  void record(ClusterEvent event, @Nullable Object before, @Nullable Object after) {
    if (!starts.isEmpty()) {
      Link next = new Link();
      end.happening = new Happening(event, before, after);
      end.next = next;
      end = next;
    }
  }

  /**
   * Records a change that no known plugin registered: it matters only to a pod that comes back
   * rejected by a plugin nobody knows, which is woken by anything. One such change is enough for
   * all pods in flight, and its objects are not kept.
   */
  void recordUnheard(ClusterEvent event) {
    if (!unheardSinceLastBegin) {
      record(event, null, null);
      unheardSinceLastBegin = true;
    }
  }

  /** What happened since the pod's attempt began, in order. */
  List<Happening> since(String uid) {
    List<Happening> happenings = new ArrayList<>();
    for (Link link = starts.get(uid); link != null; link = link.next) {
      if (link.happening != null) {
        happenings.add(link.happening);
      }
    }
    return happenings;
  }
}
