package dev.berth.kube.watch;

import dev.berth.cycle.KnownObjects;
import dev.berth.kube.KubeClient;
import dev.berth.kube.KubeReply;
import dev.berth.kube.KubeRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares one kind with the server and heals what differs.
 *
 * <p>Steps: a consistent list, of which only identities and versions are kept; waiting until the
 * watch has posted everything up to the version of that list; asking the scheduler what it knows;
 * comparing. What differs then was lost on the way, so everything is listed anew through the
 * informer, whose own store lacks the same event: it posts what it finds, and later events find an
 * object to be about.
 *
 * <p>Threading: the thread of the drift check; {@link #counts} any thread.
 *
 * @param <H> the kind
 */
final class KindDrift<H extends Held> {
  private static final Logger LOG = LoggerFactory.getLogger(DriftCheck.class);
  private static final int MOST_CONFIRMED = 20;
  private static final int MOST_NAMED = 5;
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(30);

  private final KindListerWatcher<H> source;
  private final InboxHandler<H> handler;
  private final KubeClient client;
  private final Supplier<CompletableFuture<KnownObjects>> owner;
  private final KindLists<H> lists;
  private final AtomicLong checks = new AtomicLong();
  private final AtomicLong healed = new AtomicLong();

  KindDrift(
      KindListerWatcher<H> source,
      InboxHandler<H> handler,
      KubeClient client,
      Supplier<CompletableFuture<KnownObjects>> owner) {
    this.source = source;
    this.handler = handler;
    this.client = client;
    this.owner = owner;
    this.lists = source.listsFor(_ -> {});
  }

  DriftCounts counts() {
    return new DriftCounts(source.kind().resource(), checks.get(), healed.get());
  }

  /**
   * One comparison.
   *
   * @throws IOException when the server cannot be asked
   * @throws TimeoutException when the watch does not catch up, or the scheduler does not answer
   */
  void check() throws IOException, InterruptedException, TimeoutException {
    if (!source.pulse().freshness().isFresh()) {
      return; // the watch has its own ways to come back
    }
    KindLists.Listed<Sighting> list = lists.read(Sighting::of);
    long version = ObjectVersion.of(list.resourceVersion());
    if (version == ObjectVersion.NONE) {
      return;
    }
    catchUp(version);
    List<Difference> differences = compare().differences(list.items(), version);
    if (proveALoss(differences)) {
      heal(differences, version);
    }
    checks.incrementAndGet();
  }

  private void catchUp(long version) throws InterruptedException, TimeoutException {
    Duration limit = source.pulse().freshness().limit();
    await(source.checkpoints().after(version), limit);
  }

  private Comparison compare() throws InterruptedException, TimeoutException {
    return Comparison.with(await(owner.get(), ANSWER_LIMIT), source.kind().objectKind());
  }

  private boolean proveALoss(List<Difference> differences)
      throws IOException, InterruptedException {
    int asked = 0;
    for (Difference difference : differences) {
      switch (difference) {
        case Difference.Outdated _, Difference.Ghost _ -> {
          return true;
        }
        case Difference.Missing(Sighting object) -> {
          if (asked++ < MOST_CONFIRMED && isStillThere(object)) {
            return true;
          }
        }
      }
    }
    return false;
  }

  /** What was deleted since the list is missing here with good reason. */
  private boolean isStillThere(Sighting object) throws IOException, InterruptedException {
    KubeReply reply = client.send(KubeRequest.get(pathOf(object), Map.of()));
    return reply.isSuccess() && StoredObject.read(reply.body()).isLive(object.uid());
  }

  private String pathOf(Sighting object) {
    int slash = object.key().indexOf('/');
    String name = object.key().substring(slash + 1);
    return slash == 0
        ? source.kind().path() + "/" + name
        : "/api/v1/namespaces/%s/%s/%s"
            .formatted(object.key().substring(0, slash), source.kind().resource(), name);
  }

  private void heal(List<Difference> differences, long version)
      throws InterruptedException, TimeoutException {
    LOG.warn(
        "{}: {} differ from the server although the watch goes on, so an event was lost; listing"
            + " them anew. {}",
        source.kind().resource(),
        differences.size(),
        named(differences));
    handler.postAnyway(differences.stream().map(difference -> difference.object().key()).toList());
    source.relist();
    catchUp(version);
    Comparison after = compare();
    List<Difference> left = new ArrayList<>();
    for (Difference difference : differences) {
      if (after.isHealed(difference)) {
        healed.incrementAndGet();
      } else if (!(difference instanceof Difference.Missing)) {
        left.add(difference);
      }
    }
    if (!left.isEmpty()) {
      LOG.error(
          "{}: {} differ from the server even after a list. Please report this. {}",
          source.kind().resource(),
          left.size(),
          named(left));
    }
  }

  private static List<String> named(List<Difference> differences) {
    return differences.stream().limit(MOST_NAMED).map(Difference::text).toList();
  }

  private static <T extends @Nullable Object> T await(CompletableFuture<T> future, Duration limit)
      throws InterruptedException, TimeoutException {
    try {
      return future.get(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw new IllegalStateException("the scheduler could not say what it knows", e.getCause());
    }
  }
}
