package dev.berth.kube.watch;

import dev.berth.kube.KubeClient;
import dev.berth.kube.KubeReply;
import dev.berth.kube.KubeRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import okhttp3.Call;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Reads whole lists of one kind, in pages and consistent: never from what a server happens to have
 * in its cache.
 *
 * <p>Threading: any thread; blocks.
 *
 * @param <H> the kind
 * @param begun is told of each request before it is sent
 */
record KindLists<H extends Held>(
    WatchedKind<H> kind,
    KubeClient client,
    int pageSize,
    LenientReader<H> objects,
    Consumer<Call> begun) {
  private static final Duration LONGEST_RETRY_AFTER = Duration.ofMinutes(1);

  /** What was kept of a list, which shows the cluster as of one version. */
  record Listed<T>(String resourceVersion, List<T> items) {}

  /**
   * Reads all pages, and keeps of each object only what {@code keep} makes of it.
   *
   * @throws RefusedException when the server says no
   * @throws IOException when the list breaks off, or is no list
   */
  <T> Listed<T> read(Function<H, T> keep) throws IOException, InterruptedException {
    List<T> items = new ArrayList<>();
    Consumer<H> add = item -> items.add(keep.apply(item));
    ListPage first = readPage(pageQuery(""), add);
    for (ListPage page = first; !page.next().isEmpty(); ) {
      try {
        page = readPage(pageQuery(page.next()), add);
      } catch (RefusedException e) {
        if (!e.isExpired()) {
          throw e;
        }
        // The server forgot the snapshot between two pages: all of it at once.
        items.clear();
        first = readPage(kind.selection(), add);
        break;
      }
    }
    return new Listed<>(first.resourceVersion(), items);
  }

  private Map<String, String> pageQuery(String next) {
    Map<String, String> query = new HashMap<>(kind.selection());
    query.put("limit", Integer.toString(pageSize));
    if (!next.isEmpty()) {
      query.put("continue", next);
    }
    return query;
  }

  private ListPage readPage(Map<String, String> query, Consumer<H> items)
      throws IOException, InterruptedException {
    Call call = client.call(KubeRequest.get(kind.path(), query));
    begun.accept(call);
    try (Response response = open(client, call)) {
      return ListPage.read(response.body().byteStream(), objects, items);
    }
  }

  /**
   * The answer to a request.
   *
   * @throws RefusedException unless it is a good one
   */
  static Response open(KubeClient client, Call call) throws IOException, InterruptedException {
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
}
