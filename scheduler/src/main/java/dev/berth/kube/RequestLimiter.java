package dev.berth.kube;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * A token bucket: so many requests at once, so many a second after that.
 *
 * <p>Mirrors what client-go does with {@code qps} and {@code burst} (util/flowcontrol, Kubernetes
 * 1.36.3): a request waits for its turn, none is refused.
 *
 * <p>Threading: any thread.
 */
final class RequestLimiter {
  private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

  private final ClientSettings.RateLimit limit;
  private final LongSupplier nanoTime;
  private double tokens; // guarded by this; negative: so many requests wait already
  private long filledAt; // guarded by this

  RequestLimiter(ClientSettings.RateLimit limit, LongSupplier nanoTime) {
    this.limit = limit;
    this.nanoTime = nanoTime;
    this.tokens = limit.burst();
    this.filledAt = nanoTime.getAsLong();
  }

  /** Waits for the turn of one request. */
  void acquire() throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep(reserve());
  }

  /** Takes one token, maybe of the future, and tells how far away it is. */
  synchronized long reserve() {
    long now = nanoTime.getAsLong();
    double filled = (now - filledAt) / NANOS_PER_SECOND * limit.perSecond();
    tokens = Math.min(limit.burst(), tokens + filled) - 1;
    filledAt = now;
    return tokens >= 0 ? 0 : (long) (-tokens / limit.perSecond() * NANOS_PER_SECOND);
  }
}
