package dev.berth.kube.bind;

import dev.berth.kube.KubeClient;
import dev.berth.kube.KubeReply;
import dev.berth.kube.KubeRequest;
import dev.berth.model.PodKey;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings one status write to the API server, if it changes anything, and repeats it where that
 * helps.
 *
 * <p>A conflict means that the pod is not as it was: it is read, and the write is made for what it
 * is now, unless it is gone or was bound meanwhile. Other failures are repeated as kube-scheduler
 * does ({@code retry.DefaultBackoff} of client-go, {@code util.Retriable} of {@code pkg/scheduler},
 * Kubernetes 1.36.3); the version in the patch makes it safe to do so after a broken connection
 * too.
 *
 * <p>Threading: any thread; {@link #send} blocks.
 */
final class StatusSender {
  private static final Logger LOG = LoggerFactory.getLogger(StatusSender.class);
  private static final int TRIES = 4;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(10);
  private static final int PAUSE_FACTOR = 5;

  private final KubeClient client;
  private final PodReader pods;
  private final InstantSource clock;
  private final AtomicLong failedInARow = new AtomicLong();

  StatusSender(KubeClient client, InstantSource clock) {
    this.client = client;
    this.pods = new PodReader(client);
    this.clock = clock;
  }

  /** Whether the pod is, as far as the caller knows, just as the write wants it. */
  boolean hasNoEffect(StatusWrite write, PodOnServer now) {
    return StatusPatch.of(write, now, clock.instant()) == null;
  }

  /**
   * Writes.
   *
   * @param now the pod as it was last seen
   * @return the pod as it is now; null when there is nothing more to write to it
   */
  @Nullable PodOnServer send(StatusWrite write, PodOnServer now) throws InterruptedException {
    PodOnServer pod = now;
    Duration pause = FIRST_PAUSE;
    String failure = "";
    for (int tries = 0; tries < TRIES; tries++) {
      String patch = StatusPatch.of(write, pod, clock.instant());
      if (patch == null) {
        return pod;
      }
      try {
        if (tries > 0) {
          Thread.sleep(pause);
          pause = pause.multipliedBy(PAUSE_FACTOR);
        }
        KubeReply reply = client.send(request(write, patch));
        switch (outcome(reply)) {
          case DONE -> {
            failedInARow.set(0);
            return reply.body().length == 0 ? null : PodOnServer.read(reply.body());
          }
          case GONE -> {
            return null;
          }
          case REFUSED -> {
            failed(write, reply.message());
            return pod;
          }
          case CHANGED -> {
            pod = readWritable(write, pod.uid());
            if (pod == null) {
              return null;
            }
          }
          case TRY_AGAIN -> {}
        }
        failure = reply.message();
      } catch (IOException e) {
        failure = String.valueOf(e.getMessage());
      }
    }
    failed(write, failure);
    return pod;
  }

  private enum Outcome {
    DONE,
    GONE,
    CHANGED,
    TRY_AGAIN,
    REFUSED
  }

  private static Outcome outcome(KubeReply reply) {
    if (reply.isSuccess()) {
      return Outcome.DONE;
    }
    return switch (reply.code()) {
      case 404 -> Outcome.GONE;
      case 409 -> Outcome.CHANGED;
      case 429, 500, 503 -> Outcome.TRY_AGAIN;
      default -> Outcome.REFUSED;
    };
  }

  private static KubeRequest request(StatusWrite write, String patch) {
    return KubeRequest.strategicPatch(new PodPaths(write.pod().key()).status(), patch);
  }

  /** The pod as it is, or null: gone, another one, or bound, when none of this is true any more. */
  private @Nullable PodOnServer readWritable(StatusWrite write, String uid)
      throws IOException, InterruptedException {
    PodKey key = write.pod().key();
    PodOnServer found = pods.read(key);
    return found == null || !found.uid().equals(uid) || !found.nodeName().isEmpty() ? null : found;
  }

  private void failed(StatusWrite write, String problem) {
    if (failedInARow.getAndIncrement() == 0) {
      LOG.warn("the status of pod {} could not be written: {}", write.pod().key(), problem);
    }
  }
}
