package dev.berth.kube;

import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * The pause that an overloaded API server has asked for: whichever request was told to come back
 * later, no write of ours begins before.
 *
 * <p>client-go holds back only the request that was told so (rest/request.go, Kubernetes 1.36.3);
 * with a hundred binds under way that is no relief for a server that sheds load.
 *
 * <p>Threading: any thread.
 */
final class Slowdown {
  private static final int TOO_MANY_REQUESTS = 429;
  private static final Duration LONGEST = Duration.ofSeconds(30);

  /** What 429 means without a word on how long. */
  private static final Duration UNSAID = Duration.ofSeconds(1);

  /** Those who wait begin spread over so much more of the pause. */
  private static final double SPREAD = 0.25;

  private final LongSupplier nanoTime;
  private final RandomGenerator random;
  private final AtomicLong until;

  Slowdown(LongSupplier nanoTime, RandomGenerator random) {
    this.nanoTime = nanoTime;
    this.random = random;
    this.until = new AtomicLong(nanoTime.getAsLong());
  }

  /** Looks whether an answer asks us to slow down. */
  void heed(Response response) {
    int code = response.code();
    String header = response.header("Retry-After");
    if (code == TOO_MANY_REQUESTS
        || (code == HttpURLConnection.HTTP_UNAVAILABLE && header != null)) {
      pause(asked(header));
    }
  }

  private static Duration asked(@Nullable String header) {
    try {
      return header == null ? UNSAID : Duration.ofSeconds(Long.parseLong(header.strip()));
    } catch (NumberFormatException aDate) {
      return UNSAID;
    }
  }

  /** From now on for so long, but not for ever, nothing begins. */
  void pause(Duration asked) {
    Duration pause = asked.compareTo(LONGEST) < 0 ? asked : LONGEST;
    long end = nanoTime.getAsLong() + pause.toNanos();
    until.accumulateAndGet(end, (one, other) -> one - other > 0 ? one : other);
  }

  /** How long a request that wants to begin now has to wait. */
  long waitNanos() {
    long left = until.get() - nanoTime.getAsLong();
    return left <= 0 ? 0 : left + (long) (left * SPREAD * random.nextDouble());
  }

  /** Waits until writes may begin; twice the longest pause at most, then it is tried anyway. */
  void await() throws InterruptedException {
    long end = nanoTime.getAsLong() + 2 * LONGEST.toNanos();
    for (long wait = waitNanos(); wait > 0 && end - nanoTime.getAsLong() > 0; wait = waitNanos()) {
      TimeUnit.NANOSECONDS.sleep(wait);
    }
  }
}
