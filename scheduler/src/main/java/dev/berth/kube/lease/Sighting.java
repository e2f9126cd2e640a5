package dev.berth.kube.lease;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a standby last saw of the lease, and since when that has not changed.
 *
 * <p>A lease is free for others once it was seen unchanged for the time that it says itself,
 * counted on the watcher's own monotonic clock from when it was first seen; the times written in it
 * play no part. A lease that disappears may still have a leader who does not know: it counts as
 * held for as long as before, and for a whole lease anew when nobody looked for so long that it may
 * have been there meanwhile. Only a standby that never saw it takes a missing lease at once.
 *
 * <p>Mirrors the observed record of client-go {@code tools/leaderelection/leaderelection.go},
 * Kubernetes 1.36.3, which takes missing and emptied leases at once.
 *
 * <p>Threading: immutable.
 *
 * @param seen null when there is no lease
 * @param sinceNanos when it was first seen so, on the monotonic clock
 * @param waitNanos how long it must stay so; 0 when it is free
 * @param lookedNanos when it was last seen so
 */
record Sighting(Sighting.@Nullable Seen seen, long sinceNanos, long waitNanos, long lookedNanos) {
  /** A record on one particular object; an object made anew is a change. */
  record Seen(String uid, LeaseRecord record) {}

  /** Before anything was seen. */
  static final Sighting NOTHING = new Sighting(null, 0, 0, 0);

  /**
   * @param found null when there is no lease
   * @param nowNanos not before the answer that had it
   */
  Sighting next(@Nullable LeaseDocument found, long nowNanos, ElectionTiming timing) {
    if (found == null) {
      return missing(nowNanos, timing);
    }
    Seen now = new Seen(found.uid(), found.record());
    if (Objects.equals(now, seen)) {
      return new Sighting(seen, sinceNanos, waitNanos, nowNanos);
    }
    LeaseRecord record = found.record();
    long wait = record.isFree() ? 0 : timing.validNanos(record.durationSeconds());
    return new Sighting(now, nowNanos, wait, nowNanos);
  }

  private Sighting missing(long nowNanos, ElectionTiming timing) {
    if (equals(NOTHING)) {
      return this;
    }
    if (nowNanos - lookedNanos > timing.longestLookAwayNanos()) {
      long wait = Math.max(waitNanos, timing.validNanos(0));
      return new Sighting(null, nowNanos, wait, nowNanos);
    }
    return new Sighting(null, seen == null ? sinceNanos : nowNanos, waitNanos, nowNanos);
  }

  /** Not more than 0 when the lease may be taken. */
  long freeInNanos(long nowNanos) {
    return waitNanos == 0 ? 0 : sinceNanos + waitNanos - nowNanos;
  }
}
