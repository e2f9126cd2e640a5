package dev.berth.kube.lease;

import dev.berth.kube.KubeReply;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One replica's claim to the lease: the steps with which it takes, keeps and gives back.
 *
 * <p>Each write replaces exactly the version that was read, so of two replicas one is refused. A
 * refusal or a lost answer decides nothing; the lease is read again.
 *
 * <p>Mirrors {@code tryAcquireOrRenew} and {@code release} of client-go {@code
 * tools/leaderelection/leaderelection.go}, Kubernetes 1.36.3.
 *
 * <p>Threading: the thread of one election only.
 */
final class LeaseClaim {
  private static final Logger LOG = LoggerFactory.getLogger(LeaseClaim.class);
  private static final int NOT_FOUND = 404;
  private static final long LEAST_TIMEOUT_NANOS = 1_000_000; // 0 would mean none
  private static final long RELEASE_PAUSE_NANOS = 100_000_000;

  private final LeaseRequests requests;
  private final LeaseDocument blank;
  private final String identity;
  private final ElectionTiming timing;
  private final Timebase time;

  private Sighting sighting = Sighting.NOTHING;
  private @Nullable LeaseDocument current; // as the server answered the last write
  private @Nullable LeaseRecord lastSent;

  /**
   * @param blank the lease to create when there is none
   */
  LeaseClaim(
      LeaseRequests requests,
      LeaseDocument blank,
      String identity,
      ElectionTiming timing,
      Timebase time) {
    this.requests = requests;
    this.blank = blank;
    this.identity = identity;
    this.timing = timing;
    this.time = time;
  }

  /** A standby's try. */
  Outcome acquire() throws InterruptedException {
    LeaseDocument found;
    try {
      found = read(timing.requestNanos());
    } catch (IOException e) {
      return unclear("read", e);
    }
    sighting = sighting.next(found, time.nanoTime(), timing);
    long freeInNanos = sighting.freeInNanos(time.nanoTime());
    if (freeInNanos > 0 && !isOurWrite(found)) {
      return new Outcome.HeldByOther(found == null ? "" : found.record().holder(), freeInNanos);
    }
    return write(found, timing.requestNanos());
  }

  /**
   * Whether the lease is as our last write left it: the write arrived, its answer did not. Our name
   * in any other record was not written by us, and somebody may still lead.
   */
  private boolean isOurWrite(@Nullable LeaseDocument found) {
    return found != null && found.record().equals(lastSent);
  }

  /**
   * A leader's try: at once over the version it knows, and when that fails over what is there now.
   * A lease that was deleted or emptied is taken again; another holder's is not.
   *
   * @param untilNanos when this leader's time is over, on the monotonic clock
   */
  Outcome renew(long untilNanos) throws InterruptedException {
    LeaseDocument known = current;
    if (known != null && write(known, limitedBy(untilNanos)) instanceof Outcome.Held held) {
      return held;
    }
    LeaseDocument found;
    try {
      found = read(limitedBy(untilNanos));
    } catch (IOException e) {
      return unclear("read", e);
    }
    if (found != null && found.record().hasHolder() && !found.record().isHeldBy(identity)) {
      return new Outcome.HeldByOther(found.record().holder(), 0);
    }
    return write(found, limitedBy(untilNanos));
  }

  private Outcome write(@Nullable LeaseDocument base, long timeoutNanos)
      throws InterruptedException {
    LeaseDocument wanted =
        (base == null ? blank : base).heldBy(identity, timing.leaseSeconds(), time.wallClock());
    lastSent = wanted.record();
    long sentNanos = time.nanoTime();
    try {
      KubeReply reply =
          base == null
              ? requests.create(wanted, timeoutNanos)
              : requests.replace(wanted, timeoutNanos);
      if (!reply.isSuccess()) {
        return unclear("write", refusal(reply));
      }
      current = parsed(reply);
      return new Outcome.Held(sentNanos);
    } catch (IOException e) {
      return unclear("write", e);
    }
  }

  /**
   * The code alone says that the write succeeded; without the body the next renewal reads first.
   */
  private static @Nullable LeaseDocument parsed(KubeReply success) {
    try {
      return LeaseDocument.parse(success.body());
    } catch (IOException e) {
      LOG.debug("the answer to a successful write of the lease is unreadable", e);
      return null;
    }
  }

  /**
   * @return null when there is no lease
   */
  private @Nullable LeaseDocument read(long timeoutNanos) throws IOException, InterruptedException {
    KubeReply reply = requests.read(timeoutNanos);
    if (reply.code() == NOT_FOUND) {
      return null;
    }
    if (!reply.isSuccess()) {
      throw refusal(reply);
    }
    return LeaseDocument.parse(reply.body());
  }

  /**
   * Gives the lease back if it is still ours, so that a standby need not wait it out. What it says
   * now decides, because a write of ours may have arrived without an answer.
   *
   * @param untilNanos when to leave it at that, on the monotonic clock
   * @return false when it may still be ours
   */
  boolean release(long untilNanos) throws InterruptedException {
    if (lastSent == null) {
      return true;
    }
    while (time.nanoTime() - untilNanos < 0) {
      try {
        LeaseDocument found = read(limitedBy(untilNanos));
        if (found == null || !isOurs(found)) {
          return true;
        }
        LeaseDocument released = found.released(time.wallClock());
        if (requests.replace(released, limitedBy(untilNanos)).isSuccess()) {
          return true;
        }
      } catch (IOException e) {
        LOG.debug("the lease could not be given back: {}", e.getMessage());
      }
      time.sleep(RELEASE_PAUSE_NANOS);
    }
    return false;
  }

  /** Our name alone does not make it ours while we never led: a hand may have written it. */
  private boolean isOurs(LeaseDocument found) {
    return found.record().isHeldBy(identity) && (current != null || isOurWrite(found));
  }

  private long limitedBy(long untilNanos) {
    long left = Math.max(untilNanos - time.nanoTime(), LEAST_TIMEOUT_NANOS);
    return Math.min(left, timing.requestNanos());
  }

  private static IOException refusal(KubeReply reply) {
    return new IOException(reply.message() + " (HTTP " + reply.code() + ")");
  }

  private static Outcome unclear(String what, IOException cause) {
    return new Outcome.Unclear("cannot " + what + " the lease: " + cause.getMessage());
  }
}
