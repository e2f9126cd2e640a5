package dev.berth.cluster;

import dev.berth.model.PodInfo;
import dev.berth.model.PodKey;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The pods that are or will be on a node, by uid and by name, and which of them are only assumed to
 * be.
 *
 * <pre>
 *                        forget, or remove
 *             +--------------------------------------------+
 *             |                                            v
 *  (pending) -+- assume --&gt; assumed -- put -----&gt; bound --&gt; gone
 *             |                        on any node   ^  |     ^
 *             +-- put with a node -------------------+  +-----+  remove, terminal,
 *                                                                another uid under its name
 * </pre>
 *
 * <p>Invariants, checked under assert for what an operation touched: those of {@link Whereabouts},
 * and
 *
 * <ul>
 *   <li>ASSUMED_IS_PLACED: an assumed uid is the uid of a placed pod.
 * </ul>
 *
 * <p>Threading: the thread that owns the mirror.
 */
final class PlacedPods {

  private static final PodChange NO_CHANGE = new PodChange.Nothing();

  private final Whereabouts whereabouts;
  private final Map<String, PodInfo> placed = new HashMap<>();
  private final Set<String> assumed = new HashSet<>();
  private final Map<PodKey, String> uids = new HashMap<>();

  PlacedPods(Whereabouts whereabouts) {
    this.whereabouts = whereabouts;
  }

  /** As {@link ClusterMirror#putPod}. */
  PodChange put(PodInfo pod) {
    PodInfo known = placed.get(pod.uid());
    if (known == null) {
      return putUnknown(pod);
    }
    if (pod.phase().isTerminal()) {
      return remove(pod.uid());
    }
    if (pod.nodeName().isEmpty()) {
      return NO_CHANGE;
    }
    boolean confirms = assumed.remove(pod.uid());
    boolean stays = known.nodeName().equals(pod.nodeName());
    placed.put(pod.uid(), pod);
    whereabouts.replace(known, pod);
    assert holdsFor(pod.uid());
    if (confirms) {
      return stays
          ? new PodChange.Confirmed(known, pod)
          : new PodChange.ConfirmedElsewhere(known, pod);
    }
    return stays ? new PodChange.Updated(known, pod) : new PodChange.Moved(known, pod);
  }

  private PodChange putUnknown(PodInfo pod) {
    PodInfo namesake = find(pod.key());
    boolean wasAssumed = namesake != null && assumed.remove(namesake.uid());
    if (namesake != null) {
      // Its deletion was missed.
      unplace(namesake);
    }
    boolean counts = !pod.nodeName().isEmpty() && !pod.phase().isTerminal();
    if (counts) {
      place(pod);
      assert holdsFor(pod.uid());
    }
    if (namesake == null) {
      return counts ? new PodChange.Placed(pod) : NO_CHANGE;
    }
    return counts
        ? new PodChange.Replaced(namesake, pod, wasAssumed)
        : new PodChange.Gone(namesake, wasAssumed);
  }

  /** As {@link ClusterMirror#removePod}. */
  PodChange remove(String uid) {
    PodInfo known = placed.get(uid);
    if (known == null) {
      return NO_CHANGE;
    }
    boolean wasAssumed = assumed.remove(uid);
    unplace(known);
    return new PodChange.Gone(known, wasAssumed);
  }

  /** As {@link ClusterMirror#assume}. */
  PodChange.Assumed assume(PodInfo pod, String nodeName) {
    PodInfo known = placed.get(pod.uid());
    if (known != null) {
      throw new IllegalStateException(
          ("pod %s (uid %s) is on node %s, so it cannot be assumed on %s."
                  + " Maybe somebody else has bound it: ask find(uid) first.")
              .formatted(pod.key(), pod.uid(), known.nodeName(), nodeName));
    }
    PodInfo there = pod.withNodeName(nodeName);
    assumed.add(pod.uid());
    place(there);
    assert holdsFor(pod.uid());
    return new PodChange.Assumed(there);
  }

  /** As {@link ClusterMirror#forget}. */
  PodChange forget(String uid) {
    if (!assumed.remove(uid)) {
      return NO_CHANGE;
    }
    PodInfo known = placed.get(uid);
    if (known == null) {
      throw new IllegalStateException("ASSUMED_IS_PLACED broken: uid " + uid + " is on no node.");
    }
    unplace(known);
    return new PodChange.Forgotten(known);
  }

  boolean isAssumed(String uid) {
    return assumed.contains(uid);
  }

  @Nullable PodInfo find(String uid) {
    return placed.get(uid);
  }

  @Nullable PodInfo find(PodKey key) {
    String uid = uids.get(key);
    return uid == null ? null : placed.get(uid);
  }

  int count() {
    return placed.size();
  }

  int assumedCount() {
    return assumed.size();
  }

  private void place(PodInfo pod) {
    placed.put(pod.uid(), pod);
    uids.put(pod.key(), pod.uid());
    whereabouts.put(pod);
  }

  private void unplace(PodInfo pod) {
    placed.remove(pod.uid());
    uids.remove(pod.key(), pod.uid());
    whereabouts.take(pod);
  }

  private boolean holdsFor(String uid) {
    PodInfo pod = placed.get(uid);
    return pod == null ? !assumed.contains(uid) : whereabouts.holdsFor(pod);
  }
}
