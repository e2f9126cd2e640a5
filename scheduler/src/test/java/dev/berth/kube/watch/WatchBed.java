package dev.berth.kube.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.kube.FakeApiServer;
import dev.berth.kube.FakeApiServer.Request;
import dev.berth.kube.KubeClients;
import dev.berth.kube.decode.NodeDecoder;
import dev.berth.kube.decode.PodDecoder;
import dev.berth.kube.decode.UnknownFieldListener;
import dev.berth.model.Interner;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/** A fake API server, what it answers for each kind, and a watch of it that is not yet started. */
final class WatchBed implements AutoCloseable {
  final FakeApiServer server = FakeApiServer.start();
  final FakeCollection pods = new FakeCollection(server, "/api/v1/pods");
  final FakeCollection nodes = new FakeCollection(server, "/api/v1/nodes");
  final FakeCollection deviceClasses =
      new FakeCollection(server, "/apis/resource.k8s.io/v1/deviceclasses");
  final Messages messages = new Messages();
  final KubeClients clients;
  final ClusterWatch watch;

  WatchBed(WatchTiming.Silence silence) {
    this(silence, FakeApiServer.PATIENCE);
  }

  WatchBed(WatchTiming.Silence silence, Duration listRead) {
    FakeCollection.ofLookedUpKinds(server);
    clients = server.clients(listRead, Duration.ofSeconds(1));
    WatchTiming quick =
        new WatchTiming(
            100,
            Duration.ofSeconds(20),
            Duration.ofMillis(1),
            Duration.ofMillis(20),
            Duration.ofMinutes(1),
            silence);
    watch =
        new ClusterWatch(
            clients,
            new PodDecoder(new Interner(), UnknownFieldListener.NONE),
            new NodeDecoder(new Interner(), UnknownFieldListener.NONE),
            messages,
            quick,
            new SplittableRandom(1));
  }

  static String bookmark(int version) {
    return "{'metadata': {'resourceVersion': '" + version + "'}}";
  }

  static String node(String name, int version) {
    return "{'metadata': {'name': '%s', 'uid': 'uid-%s', 'resourceVersion': '%d'}}"
        .formatted(name, name, version);
  }

  KindFreshness freshness(String resource) {
    return watch.freshness().stream()
        .filter(kind -> kind.resource().equals(resource))
        .findFirst()
        .orElseThrow();
  }

  KindTraffic traffic(String resource) {
    return watch.traffic().stream()
        .filter(kind -> kind.resource().equals(resource))
        .findFirst()
        .orElseThrow();
  }

  /** Waits until what is published of a kind is as wanted. */
  KindFreshness awaitFreshness(String resource, Predicate<KindFreshness> wanted) {
    long end = System.nanoTime() + FakeApiServer.PATIENCE.toNanos();
    KindFreshness now = freshness(resource);
    while (!wanted.test(now)) {
      assertThat(System.nanoTime()).as("%s stays %s", resource, now).isLessThan(end);
      LockSupport.parkNanos(1_000_000);
      now = freshness(resource);
    }
    return now;
  }

  /** The watches of a collection, so far. */
  List<Request> watches(String path) {
    return server.requests().stream()
        .filter(request -> request.path().equals(path) && request.query().containsKey("watch"))
        .toList();
  }

  /** Where they began. */
  List<String> watchVersions(String path) {
    return watches(path).stream().map(request -> request.query().get("resourceVersion")).toList();
  }

  long lists(String path) {
    return server.requests().stream()
        .filter(request -> request.path().equals(path) && !request.query().containsKey("watch"))
        .count();
  }

  @Override
  public void close() {
    watch.close();
    clients.close();
    server.close();
  }
}
