package dev.berth.kube.watch;

import dev.berth.kube.KubeClient;
import dev.berth.kube.KubeClients;
import dev.berth.kube.KubeReply;
import dev.berth.kube.KubeRequest;
import io.kubernetes.client.informer.ListerWatcher;
import io.kubernetes.client.informer.exception.WatchExpiredException;
import io.kubernetes.client.util.CallGeneratorParams;
import io.kubernetes.client.util.Watchable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
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
  private static final Duration LONGEST_RETRY_AFTER = Duration.ofMinutes(1);

  private final WatchedKind<H> kind;
  private final KubeClients clients;
  private final WatchTiming timing;
  private final RandomGenerator random;
  private final LenientReader<H> objects;
  private final InitialList initialList;
  private final WatchHealth health;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private volatile @Nullable Call current;

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
    this.initialList = initialList;
    this.health = new WatchHealth(kind, timing, random, System::nanoTime);
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
        HeldList<H> list = readPages();
        health.listed();
        initialList.listed(list.items());
        return list;
      } catch (RefusedException e) {
        health.listRefused(e, sentence("list", e));
        if (kind.necessity() == WatchedKind.Necessity.OPTIONAL
            && (e.isForbidden() || e.isUnknown())) {
          initialList.unavailable();
        }
      } catch (IOException e) {
        failUnlessOpen();
        health.listFailed(e);
      } catch (InterruptedException e) {
        throw stopping();
      }
    }
  }

  private HeldList<H> readPages() throws IOException, InterruptedException {
    List<H> items = new ArrayList<>();
    ListPage first = readPage(pageQuery(""), items);
    for (ListPage page = first; !page.next().isEmpty(); ) {
      try {
        page = readPage(pageQuery(page.next()), items);
      } catch (RefusedException e) {
        if (!e.isExpired()) {
          throw e;
        }
        // The server forgot the snapshot between two pages: all of it at once.
        items.clear();
        first = readPage(kind.selection(), items);
        break;
      }
    }
    return new HeldList<>(first.resourceVersion(), items);
  }

  private Map<String, String> pageQuery(String next) {
    Map<String, String> query = new HashMap<>(kind.selection());
    query.put("limit", Integer.toString(timing.pageSize()));
    if (!next.isEmpty()) {
      query.put("continue", next);
    }
    return query;
  }

  private ListPage readPage(Map<String, String> query, List<H> items)
      throws IOException, InterruptedException {
    Call call = begin(clients.list(), query);
    try (Response response = open(clients.list(), call)) {
      return ListPage.read(response.body().byteStream(), objects, items);
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
    while (!health.needsList()) {
      waitFor(health.beforeWatch());
      try {
        Call call = begin(clients.watch(), watchQuery(params.resourceVersion));
        Response response = open(clients.watch(), call);
        health.watchBegan();
        return new WatchStream<>(call, response, kind, objects, health, this::isClosed);
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

  private Map<String, String> watchQuery(String resourceVersion) {
    long seconds = timing.watch().toSeconds();
    Map<String, String> query = new HashMap<>(kind.selection());
    query.put("watch", "true");
    query.put("allowWatchBookmarks", "true");
    query.put("resourceVersion", resourceVersion);
    query.put("timeoutSeconds", Long.toString(seconds + random.nextLong(seconds)));
    return query;
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

  private Call begin(KubeClient client, Map<String, String> query) {
    Call call = client.call(KubeRequest.get(kind.path(), query));
    current = call;
    if (isClosed()) {
      call.cancel();
    }
    return call;
  }

  private static Response open(KubeClient client, Call call)
      throws IOException, InterruptedException {
    Response response = client.open(call);
    if (response.isSuccessful()) {
      return response;
    }
    try (response) {
      KubeReply reply = new KubeReply(response.code(), response.body().bytes());
      throw new RefusedException(reply, retryAfter(response.header("Retry-After")));
    }
  }

  private static Duration retryAfter(@Nullable String header) {
    try {
      Duration asked = Duration.ofSeconds(header == null ? 0 : Long.parseLong(header.strip()));
      return asked.compareTo(LONGEST_RETRY_AFTER) < 0 ? asked : LONGEST_RETRY_AFTER;
    } catch (NumberFormatException aDate) {
      return Duration.ZERO;
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
