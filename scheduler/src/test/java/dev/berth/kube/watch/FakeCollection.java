package dev.berth.kube.watch;

import dev.berth.kube.FakeApiServer;
import dev.berth.kube.FakeApiServer.Answer;
import dev.berth.kube.FakeApiServer.Request;
import dev.berth.kube.FakeApiServer.Script;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What a fake API server answers for one collection: lists and watches in the order in which the
 * test put them; then what it says to all, or else empty lists and watches without events.
 */
final class FakeCollection {
  private final FakeApiServer server;
  private final String path;
  private final Deque<Answer> lists = new ConcurrentLinkedDeque<>();
  private final Deque<Answer> watches = new ConcurrentLinkedDeque<>();
  private final Map<String, Supplier<Answer>> watchesFrom = new ConcurrentHashMap<>();
  private volatile @Nullable Answer toAll;

  FakeCollection(FakeApiServer server, String path) {
    this.server = server;
    this.path = path;
    server.on("GET " + path, this::answer);
  }

  /** The kinds that plugins look up have empty collections. */
  static void ofLookedUpKinds(FakeApiServer server) {
    for (String path :
        List.of(
            "/api/v1/namespaces",
            "/api/v1/services",
            "/api/v1/replicationcontrollers",
            "/apis/apps/v1/replicasets",
            "/apis/apps/v1/statefulsets",
            "/apis/policy/v1/poddisruptionbudgets",
            "/api/v1/persistentvolumes",
            "/api/v1/persistentvolumeclaims",
            "/apis/storage.k8s.io/v1/storageclasses",
            "/apis/storage.k8s.io/v1/csinodes",
            "/apis/storage.k8s.io/v1/csidrivers",
            "/apis/storage.k8s.io/v1/csistoragecapacities",
            "/apis/storage.k8s.io/v1/volumeattachments",
            "/apis/resource.k8s.io/v1/resourceclaims",
            "/apis/resource.k8s.io/v1/resourceslices")) {
      FakeCollection unused = new FakeCollection(server, path);
      assert unused.lists.isEmpty();
    }
  }

  private synchronized Answer answer(Request request) {
    Answer next = isWatch(request) ? watches.poll() : lists.poll();
    Answer otherwise = next == null ? toAll : next;
    if (otherwise != null) {
      return otherwise;
    }
    return isWatch(request)
        ? watchesFrom
            .getOrDefault(
                request.query().getOrDefault("resourceVersion", ""), FakeCollection::silence)
            .get()
        : Answer.json(200, json("1", ""));
  }

  private static Answer silence() {
    return new Answer.Stream(new Script());
  }

  private static boolean isWatch(Request request) {
    return request.query().containsKey("watch");
  }

  FakeCollection list(Answer answer) {
    lists.add(answer);
    return this;
  }

  FakeCollection list(String resourceVersion, String... items) {
    return list(Answer.json(200, json(resourceVersion, "", items)));
  }

  FakeCollection page(String resourceVersion, String next, String... items) {
    return list(Answer.json(200, json(resourceVersion, next, items)));
  }

  FakeCollection watch(Answer answer) {
    watches.add(answer);
    return this;
  }

  Script watch() {
    Script script = new Script();
    watch(new Answer.Stream(script));
    return script;
  }

  /** Every watch from there on shows this, whichever client that gave one up asks again. */
  FakeCollection watchFrom(String resourceVersion, UnaryOperator<Script> shows) {
    watchesFrom.put(resourceVersion, () -> new Answer.Stream(shows.apply(new Script())));
    return this;
  }

  /** Each list and watch beyond those that were put is answered so, until {@link #onlyList}. */
  FakeCollection toAll(Answer answer) {
    toAll = answer;
    return this;
  }

  /** From now on, in one step: this list, instead of all that was put and not asked for. */
  synchronized void onlyList(String resourceVersion, String... items) {
    lists.clear();
    watches.clear();
    toAll = null;
    list(resourceVersion, items);
  }

  Request awaitList() {
    return server.await(request -> request.path().equals(path) && !isWatch(request));
  }

  Request awaitWatch() {
    return server.await(request -> request.path().equals(path) && isWatch(request));
  }

  private static String json(String resourceVersion, String next, String... items) {
    return "{'kind': 'List', 'metadata': {'resourceVersion': '%s', 'continue': '%s'}, 'items': [%s]}"
        .formatted(resourceVersion, next, String.join(", ", items));
  }
}
