package dev.berth.kube.bind;

import dev.berth.framework.ClaimWriter.Outcome;
import dev.berth.kube.KubeReply;
import dev.berth.kube.KubeRequest;
import dev.berth.kube.decode.KindDecoders;
import dev.berth.kube.decode.KubeJson;
import dev.berth.kube.decode.UndecodableObject;
import dev.berth.model.ClusterObject;
import dev.berth.model.PodInfo;
import dev.berth.model.devices.Allocation;
import dev.berth.model.devices.ClaimMeta;
import dev.berth.model.devices.ResourceClaim;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Brings writes of ResourceClaims to the API server; the code of an answer is the verdict.
 *
 * <p>A write that met another version, or whose outcome is not known, is begun anew with the claim
 * as it is then; a claim that is found reserved as wanted was written, whoever said otherwise. What
 * the server did not look at (429) is sent again when it asked for that.
 *
 * <p>Mirrors {@code bindClaim} and {@code deleteClaim} of {@code plugins/dynamicresources},
 * Kubernetes 1.36.3, which repeat after conflicts only. Threading: any thread; blocks.
 */
final class ClaimSender {
  private static final int NOT_FOUND = 404;
  private static final int CONFLICT = 409;
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int SERVER_ERROR = 500;
  private static final int TRIES = 5;
  private static final Duration PAUSE = Duration.ofMillis(10);

  /** A server in trouble is given more time from try to try, as in {@link StatusSender}. */
  private static final int PAUSE_FACTOR = 5;

  private final PatientClient client;
  private final InstantSource clock;

  ClaimSender(PatientClient client, InstantSource clock) {
    this.client = client;
    this.clock = clock;
  }

  /** As {@link dev.berth.framework.ClaimWriter#reserve}. */
  Outcome reserve(ResourceClaim first, @Nullable Allocation allocation, PodInfo pod)
      throws InterruptedException {
    ResourceClaim claim = first;
    Duration pause = PAUSE;
    String failure = "";
    for (int tries = 0; tries < TRIES; tries++) {
      // 1. From the second time on, with the claim as it is.
      if (tries > 0) {
        Thread.sleep(pause);
        switch (read(first)) {
          case Outcome.Written(ResourceClaim now) -> claim = now;
          case Outcome.Gone gone -> {
            return gone;
          }
          case Outcome.Failed(String problem) -> {
            pause = pause.multipliedBy(PAUSE_FACTOR);
            failure =
                failure + "; and get updated claim " + first.key() + " after that: " + problem;
            continue;
          }
        }
        if (isReserved(claim, allocation, pod)) {
          return new Outcome.Written(claim);
        }
      }

      // 2. It may have been changed by others.
      String changed = changedByOthers(claim, allocation != null);
      if (changed != null) {
        return new Outcome.Failed("claim " + claim.key() + " got " + changed + " in the meantime");
      }

      // 3. Protected first, then allocated and reserved.
      Answer answer;
      String doing;
      if (allocation != null && !claim.meta().finalizers().contains(ClaimMeta.FINALIZER)) {
        doing = "add finalizer to claim " + claim.key();
        answer = patch(new ClaimPaths(claim.key()).claim(), ClaimPatch.addFinalizer(claim));
        if (answer instanceof Answer.Done(ResourceClaim now)) {
          claim = now;
        }
      } else {
        doing = "";
        answer = new Answer.Done(claim);
      }
      if (answer instanceof Answer.Done) {
        doing =
            (allocation == null
                    ? "add reservation to claim "
                    : "add allocation and reservation to claim ")
                + claim.key();
        answer =
            patch(
                new ClaimPaths(claim.key()).status(),
                ClaimPatch.reserve(claim, allocation, pod, clock.instant()));
      }
      switch (answer) {
        case Answer.Done(ResourceClaim now) -> {
          return new Outcome.Written(now);
        }
        case Answer.Refused(String problem) -> {
          return new Outcome.Failed(doing + ": " + problem);
        }
        case Answer.Absent _ -> {
          return new Outcome.Gone();
        }
        case Answer.Changed(String problem) -> failure = doing + ": " + problem;
        case Answer.Unclear(String problem) -> {
          pause = pause.multipliedBy(PAUSE_FACTOR);
          failure = doing + ": " + problem;
        }
      }
    }
    return new Outcome.Failed(failure);
  }

  private static @Nullable String changedByOthers(ResourceClaim claim, boolean allocates) {
    if (claim.meta().terminating()) {
      return "deleted";
    }
    if (allocates == (claim.allocation() != null)) {
      return allocates ? "allocated elsewhere" : "deallocated elsewhere";
    }
    return null;
  }

  /** An earlier try did it, whatever was heard of it. */
  private static boolean isReserved(
      ResourceClaim claim, @Nullable Allocation allocation, PodInfo pod) {
    return claim.status().isReservedFor(pod.uid())
        && claim.allocation() != null
        && (allocation == null || allocation.devices().equals(claim.allocation().devices()));
  }

  Outcome create(String namespace, String json) throws InterruptedException {
    return outcome(send(KubeRequest.post(ClaimPaths.in(namespace), json)));
  }

  /** One patch of the status, repeated when it may not have been made. */
  Outcome patchStatus(ResourceClaim claim, String patch) throws InterruptedException {
    String path = new ClaimPaths(claim.key()).status();
    Duration pause = PAUSE;
    Answer answer = patch(path, patch);
    for (int tries = 1; tries < TRIES && answer.mayBeTriedAgain(); tries++) {
      Thread.sleep(pause);
      pause = answer instanceof Answer.Unclear ? pause.multipliedBy(PAUSE_FACTOR) : pause;
      answer = patch(path, patch);
    }
    return outcome(answer);
  }

  /** Lets go of the claim and deletes it. */
  Outcome delete(ResourceClaim claim) throws InterruptedException {
    ClaimPaths paths = new ClaimPaths(claim.key());
    Outcome freed = outcome(patch(paths.claim(), ClaimPatch.removeFinalizer(claim)));
    if (!(freed instanceof Outcome.Written)) {
      return freed;
    }
    String preconditions = "{\"preconditions\":{\"uid\":\"" + claim.uid() + "\"}}";
    try {
      KubeReply reply = client.send(KubeRequest.delete(paths.claim(), preconditions));
      return reply.isSuccess() || reply.code() == NOT_FOUND
          ? new Outcome.Gone()
          : new Outcome.Failed(reply.message());
    } catch (IOException e) {
      return new Outcome.Failed("no answer: " + e.getMessage());
    }
  }

  /** The claim as it is on the server, if it is still the same one. */
  private Outcome read(ResourceClaim known) throws InterruptedException {
    Answer answer = send(KubeRequest.get(new ClaimPaths(known.key()).claim(), Map.of()));
    return answer instanceof Answer.Done(ResourceClaim now) && !now.uid().equals(known.uid())
        ? new Outcome.Gone()
        : outcome(answer);
  }

  private static Outcome outcome(Answer answer) {
    return switch (answer) {
      case Answer.Done(ResourceClaim now) -> new Outcome.Written(now);
      case Answer.Absent _ -> new Outcome.Gone();
      case Answer.Refused(String problem) -> new Outcome.Failed(problem);
      case Answer.Changed(String problem) -> new Outcome.Failed(problem);
      case Answer.Unclear(String problem) -> new Outcome.Failed(problem);
    };
  }

  /** What the server said to one request. */
  private sealed interface Answer {
    record Done(ResourceClaim claim) implements Answer {}

    record Absent() implements Answer {}

    /** It was looked at and not done. */
    record Refused(String problem) implements Answer {}

    /** Another version is there. */
    record Changed(String problem) implements Answer {}

    /** The server is in trouble, or nobody knows what was done. */
    record Unclear(String problem) implements Answer {}

    default boolean mayBeTriedAgain() {
      return this instanceof Changed || this instanceof Unclear;
    }
  }

  private Answer patch(String path, String patch) throws InterruptedException {
    return send(KubeRequest.strategicPatch(path, patch));
  }

  private Answer send(KubeRequest request) throws InterruptedException {
    try {
      KubeReply reply = client.send(request);
      if (reply.isSuccess()) {
        return new Answer.Done(decode(reply.body()));
      }
      if (reply.code() == NOT_FOUND) {
        return new Answer.Absent();
      }
      if (reply.code() == CONFLICT) {
        return new Answer.Changed(reply.message());
      }
      boolean unclear = reply.code() == TOO_MANY_REQUESTS || reply.code() >= SERVER_ERROR;
      return unclear ? new Answer.Unclear(reply.message()) : new Answer.Refused(reply.message());
    } catch (IOException e) {
      return new Answer.Unclear("no answer: " + e.getMessage());
    }
  }

  private static ResourceClaim decode(byte[] json) throws IOException {
    try (var parser = KubeJson.factory().createParser(json)) {
      parser.nextToken();
      if (KindDecoders.object(ClusterObject.Kind.RESOURCE_CLAIM, parser).object()
          instanceof ResourceClaim claim) {
        return claim;
      }
      throw new IOException("the answer is no ResourceClaim");
    } catch (UndecodableObject e) {
      throw new IOException(e.getMessage(), e);
    }
  }
}
