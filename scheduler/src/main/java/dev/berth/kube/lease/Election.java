package dev.berth.kube.lease;

import dev.berth.kube.lease.ElectionStatus.Phase;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One replica's way through an election: stands by, leads, and is over.
 *
 * <p>Mirrors the loops of client-go {@code tools/leaderelection/leaderelection.go}, Kubernetes
 * 1.36.3, with two differences. The deadline of a leader counts from when its last successful
 * renewal was sent, and a standby wakes up when the lease expires instead of at its next try.
 *
 * <p>Threading: {@link #run} on a thread of its own, {@link #status} on any thread.
 */
final class Election {
  private static final Logger LOG = LoggerFactory.getLogger(Election.class);

  private record Published(
      Phase phase, String holder, @Nullable Epoch epoch, @Nullable String problem) {}

  private final LeaseClaim claim;
  private final String identity;
  private final ElectionTiming timing;
  private final Timebase time;
  private final RandomGenerator random;
  private final ElectionListener listener;

  private volatile Published published = new Published(Phase.STANDBY, "", null, null);

  Election(
      LeaseClaim claim,
      String identity,
      ElectionTiming timing,
      Timebase time,
      RandomGenerator random,
      ElectionListener listener) {
    this.claim = claim;
    this.identity = identity;
    this.timing = timing;
    this.time = time;
    this.random = random;
    this.listener = listener;
  }

  ElectionStatus status() {
    Published now = published;
    Epoch epoch = now.epoch;
    boolean lapsed = now.phase == Phase.LEADING && epoch != null && !epoch.isHeld();
    return new ElectionStatus(
        lapsed ? Phase.LOST : now.phase,
        identity,
        now.holder,
        epoch == null ? null : Duration.ofNanos(epoch.nanosSinceRenewal()),
        now.problem);
  }

  /** Returns when the lead is lost or the thread is interrupted, which closes the election. */
  void run() {
    String reason;
    try {
      reason = lead(standBy());
    } catch (InterruptedException closed) {
      close();
      return;
    } catch (RuntimeException | Error bug) { // the edge of the thread
      LOG.error("leader election failed", bug);
      reason = "leader election failed: " + bug;
    }
    lose(reason);
  }

  /** Whether it has ended by itself. */
  boolean isLost() {
    return published.phase == Phase.LOST;
  }

  private Epoch standBy() throws InterruptedException {
    LOG.info("leader election: {} stands by", identity);
    while (true) {
      long waitNanos = timing.jitteredRetryNanos(random);
      switch (claim.acquire()) {
        case Outcome.Held(long sentNanos) -> {
          Epoch epoch = new Epoch(time, timing.renewDeadlineNanos(), sentNanos);
          if (epoch.isHeld()) {
            return epoch;
          }
          standingBy(identity, "the lease was won too slowly, and must be renewed first");
        }
        case Outcome.HeldByOther(String holder, long freeInNanos) -> {
          standingBy(holder, null);
          waitNanos = Math.min(waitNanos, freeInNanos);
        }
        case Outcome.Unclear(String problem) -> standingBy(published.holder, problem);
      }
      time.sleep(waitNanos);
    }
  }

  private void standingBy(String holder, @Nullable String problem) {
    Published before = published;
    if (!holder.equals(before.holder)) {
      LOG.info("leader election: the lease is held by {}", holder.isEmpty() ? "nobody" : holder);
    }
    if (isNew(problem)) {
      LOG.info("leader election: {}", problem);
    }
    published = new Published(Phase.STANDBY, holder, null, problem);
  }

  private boolean isNew(@Nullable String problem) {
    return problem != null && !problem.equals(published.problem);
  }

  /**
   * @return why it is over
   */
  private String lead(Epoch epoch) throws InterruptedException {
    published = new Published(Phase.LEADING, identity, epoch, null);
    LOG.info("leader election: {} became leader", identity);
    listener.startedLeading(epoch);
    while (true) {
      long leftNanos = epoch.deadlineNanos() - time.nanoTime();
      time.sleep(Math.clamp(leftNanos, 0, timing.retryNanos()));
      if (!epoch.isHeld()) {
        return "the lease was not renewed in time" + because(published.problem);
      }
      switch (claim.renew(epoch.deadlineNanos())) {
        case Outcome.Held(long sentNanos) -> {
          if (!epoch.renewed(sentNanos)) {
            return "the lease was renewed too late" + because(published.problem);
          }
          published = new Published(Phase.LEADING, identity, epoch, null);
        }
        case Outcome.HeldByOther(String holder, long _) -> {
          published = new Published(Phase.LEADING, holder, epoch, null);
          return "the lease is held by " + holder;
        }
        case Outcome.Unclear(String problem) -> {
          if (isNew(problem)) {
            LOG.warn("leader election: {}", problem);
          }
          published = new Published(Phase.LEADING, identity, epoch, problem);
        }
      }
    }
  }

  private static String because(@Nullable String problem) {
    return problem == null ? "" : ": " + problem;
  }

  private void lose(String reason) {
    endAs(Phase.LOST);
    LOG.error("leader election: {} leads no more: {}", identity, reason);
    listener.lost(reason);
  }

  private void close() {
    endAs(Phase.CLOSED);
    try {
      if (!claim.release(time.nanoTime() + timing.releaseNanos())) {
        LOG.warn("leader election: the lease could not be given back; standbys wait until it ends");
      }
    } catch (InterruptedException impatient) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error bug) { // the edge of the thread
      LOG.error("the lease could not be given back", bug);
    }
  }

  private void endAs(Phase phase) {
    Published before = published;
    if (before.epoch != null) {
      before.epoch.end();
    }
    published = new Published(phase, before.holder, before.epoch, before.problem);
  }
}
