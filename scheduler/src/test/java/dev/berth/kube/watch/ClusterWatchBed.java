package dev.berth.kube.watch;

import dev.berth.kube.FakeApiServer;
import dev.berth.kube.KubeClients;
import dev.berth.kube.decode.NodeDecoder;
import dev.berth.kube.decode.PodDecoder;
import dev.berth.kube.decode.UnknownFieldListener;
import dev.berth.model.Interner;
import java.time.Duration;
import java.util.SplittableRandom;

/** A server of every kind, and a watch of it whose messages are kept. */
final class ClusterWatchBed implements AutoCloseable {
  static final WatchTiming QUICK =
      new WatchTiming(
          2,
          Duration.ofSeconds(20),
          Duration.ofMillis(1),
          Duration.ofMillis(20),
          Duration.ofMinutes(1),
          WatchTiming.STANDARD.silence());

  final FakeApiServer server = FakeApiServer.start();
  final FakeCollection pods = new FakeCollection(server, "/api/v1/pods");
  final FakeCollection nodes = new FakeCollection(server, "/api/v1/nodes");
  final FakeCollection deviceClasses =
      new FakeCollection(server, "/apis/resource.k8s.io/v1/deviceclasses");

  final Messages messages = new Messages();
  final KubeClients clients = server.clients();
  final ClusterWatch watch =
      new ClusterWatch(
          clients,
          new PodDecoder(new Interner(), UnknownFieldListener.NONE),
          new NodeDecoder(new Interner(), UnknownFieldListener.NONE),
          messages,
          QUICK,
          new SplittableRandom(1));

  ClusterWatchBed() {
    FakeCollection.ofLookedUpKinds(server);
  }

  @Override
  public void close() {
    watch.close();
    clients.close();
    server.close();
  }

  static String pod(String name, String uid, int version) {
    return pod(name, uid, version, "''");
  }

  static String pod(String name, String uid, int version, String nodeName) {
    return "{'metadata': {'namespace': 'shop', 'name': '%s', 'uid': '%s', 'resourceVersion': '%d'}, 'spec': {'nodeName': %s}}"
        .formatted(name, uid, version, nodeName);
  }

  static String node(String name, int version) {
    return "{'metadata': {'name': '%s', 'uid': 'uid-%s', 'resourceVersion': '%d'}}"
        .formatted(name, name, version);
  }
}
