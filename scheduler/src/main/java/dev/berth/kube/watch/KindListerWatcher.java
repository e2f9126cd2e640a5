package dev.berth.kube.watch;

import dev.berth.kube.KubeClients;
import dev.berth.kube.KubeRequest;
import io.kubernetes.client.informer.ListerWatcher;
import io.kubernetes.client.informer.exception.WatchExpiredException;
import io.kubernetes.client.util.CallGeneratorParams;
import io.kubernetes.client.util.Watchable;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import okhttp3.Call;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Lists and watches one kind for a reflector, for as long as it takes: every failure is waited out
 * in here, so that the reflector's own loop, which repeats the whole list each second, has nothing
 * to repeat.
 *
 * <p>Lists are consistent and in pages. A watch that ends is begun again where it ended; only when
 * the server has forgotten that version, or keeps refusing it, is everything listed anew.
 *
 * <p>Threading: the thread of one reflector only, but for {@link #close}.
 *
 * @param <H> the kind
 */
final class KindListerWatcher<H extends Held>
    implements ListerWatcher<H, HeldList<H>>, AutoCloseable {
  private final WatchedKind<H> kind;
  private final KubeClients clients;
  private final WatchTiming timing;
  private final RandomGenerator random;
  private final LenientReader<H> objects;
  private final KindLists<H> lists;
  private final Checkpoints checkpoints = new Checkpoints();
  private final InitialList initialList;
  private final WatchHealth health;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private volatile @Nullable Call current;
  private volatile boolean relistWanted;

  KindListerWatcher(
      WatchedKind<H> kind,
      KubeClients clients,
      WatchTiming timing,
      RandomGenerator random,
      SkippedObjects skipped,
      InitialList initialList) {
    this.kind = kind;
    this.clients = clients;
    this.timing = timing;
    this.random = random;
    this.objects = new LenientReader<>(kind, skipped);
    this.lists = listsFor(this::begun);
    this.initialList = initialList;
    this.health = new WatchHealth(kind, timing, random, System::nanoTime);
  }

  WatchedKind<H> kind() {
    return kind;
  }

  /** Marks that go to the informer among the events. */
  Checkpoints checkpoints() {
    return checkpoints;
  }

  /** Lists of the same objects for somebody else. */
  KindLists<H> listsFor(Consumer<Call> begun) {
    return new KindLists<>(kind, clients.list(), timing.pageSize(), objects, begun);
  }

  /** Ends the watch and has everything listed anew; the informer then finds what is different. */
  void relist() {
    relistWanted = true;
    Call call = current;
    if (call != null) {
      call.cancel();
    }
  }

  /** The watch that runs was ended by us. */
  boolean isEndingWatch() {
    return isClosed() || relistWanted;
  }

  /** Ends what is under way; whatever is asked for afterwards fails. */
  @Override
  public void close() {
    stopped.countDown();
    Call call = current;
    if (call != null) {
      call.cancel();
    }
  }

  Pulse pulse() {
    return health.pulse();
  }

  boolean isClosed() {
    return stopped.getCount() == 0;
  }

  // ---- list ---------------------------------------------------------------------------------

  /** All objects, whatever version the reflector would be content with. */
  @Override
  public HeldList<H> list(CallGeneratorParams params) {
    while (true) {
      waitFor(health.beforeList());
      try {
        relistWanted = false;
        KindLists.Listed<H> read = lists.read(Function.identity());
        HeldList<H> list = new HeldList<>(read.resourceVersion(), read.items());
        health.listed();
        initialList.listed(list.items());
        return list;
      } catch (RefusedException e) {
        health.listRefused(e, sentence("list", e));
        if (kind.necessity() == WatchedKind.Necessity.OPTIONAL
            && (e.isForbidden() || e.isUnknown())) {
          initialList.unavailable(kind.missing(e));
        }
      } catch (IOException e) {
        failUnlessOpen();
        health.listFailed(e);
      } catch (InterruptedException e) {
        throw stopping();
      }
    }
  }

  private String sentence(String verb, RefusedException e) {
    if (e.isForbidden()) {
      return "we may not %s them. Maybe a ClusterRole needs the rule %s? The server says: %s"
          .formatted(verb, kind.rule(), e.getMessage());
    }
    if (e.isUnknown()) {
      return "the server has no "
          + kind.apiVersion()
          + " "
          + kind.resource()
          + "; asking again now and then";
    }
    return "the server refuses to %s them: %s".formatted(verb, e.getMessage());
  }

  // ---- watch --------------------------------------------------------------------------------

  /**
   * What happens after the version that the reflector knows.
   *
   * @throws WatchExpiredException when the reflector must list anew
   */
  @Override
  public Watchable<H> watch(CallGeneratorParams params) {
    while (!health.needsList() && !relistWanted) {
      waitFor(health.beforeWatch());
      try {
        Call call = clients.watch().call(watchRequest(params.resourceVersion), health.patience());
        begun(call);
        if (relistWanted) {
          break;
        }
        Response response = KindLists.open(clients.watch(), call);
        health.watchBegan();
        return new WatchStream<>(call, response, this, objects, health, params.resourceVersion);
      } catch (RefusedException e) {
        if (e.isExpired()) {
          break;
        }
        health.watchRefused(e, sentence("watch", e));
      } catch (IOException e) {
        failUnlessOpen();
        health.watchBroke(e);
      } catch (InterruptedException e) {
        throw stopping();
      }
    }
    throw new WatchExpiredException();
  }

  private KubeRequest watchRequest(String resourceVersion) {
    long seconds = timing.watch().toSeconds();
    Map<String, String> query = new HashMap<>(kind.selection());
    query.put("watch", "true");
    query.put("allowWatchBookmarks", "true");
    query.put("resourceVersion", resourceVersion);
    query.put("timeoutSeconds", Long.toString(seconds + random.nextLong(seconds)));
    return KubeRequest.get(kind.path(), query);
  }

  // ---- both ---------------------------------------------------------------------------------

  private void waitFor(Backoff backoff) {
    try {
      if (!backoff.await(stopped)) {
        throw stopping();
      }
    } catch (InterruptedException e) {
      throw stopping();
    }
  }

  private void begun(Call call) {
    current = call;
    if (isClosed()) {
      call.cancel();
    }
  }

  private void failUnlessOpen() {
    if (isClosed()) {
      throw stopping();
    }
  }

  private static IllegalStateException stopping() {
    return new IllegalStateException("the watch is closed");
  }
}
