package dev.berth.extender;

import dev.berth.http.IncomingRequest;
import dev.berth.http.Reply;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Verbs of which only so many are answered at once, in the order in which they came: what is read
 * from a body can be many times as large as the body. The others wait with theirs as it came.
 *
 * <p>Threading: any thread; blocks.
 */
final class FewAtOnce {
  private final Duration patience;
  private final Semaphore turns;
  private final int fromBytes;

  /**
   * @param fromBytes smaller requests need no turn
   */
  FewAtOnce(int most, int fromBytes, Duration patience) {
    this.fromBytes = fromBytes;
    this.turns = new Semaphore(most, true);
    this.patience = patience;
  }

  /** The same verb, but one of the few. */
  Verb limit(Verb verb) {
    return new Limited(verb);
  }

  private final class Limited implements Verb {
    private final Verb verb;

    private Limited(Verb verb) {
      this.verb = verb;
    }

    @Override
    public Reply answer(IncomingRequest request, ProfileChoice profiles, Meter meter)
        throws MalformedRequest, RefusedRequest, Stages.BusyException, InterruptedException {
      if (request.body().length < fromBytes) {
        return verb.answer(request, profiles, meter);
      }
      if (!turns.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new Stages.BusyException(
            "requests that came earlier were not answered for " + patience.toMillis() + " ms");
      }
      try {
        return verb.answer(request, profiles, meter);
      } finally {
        turns.release();
      }
    }

    @Override
    public Reply failure(String text) {
      return verb.failure(text);
    }
  }
}
