package dev.berth.kube.watch;

import dev.berth.framework.Status;
import dev.berth.kube.FakeApiServer;
import dev.berth.kube.FakeApiServer.Answer;
import dev.berth.kube.FakeApiServer.Request;
import dev.berth.kube.FakeApiServer.Script;
import dev.berth.model.PodInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/**
 * An API server with a memory: nodes and pods with versions, consistent lists, and watches that go
 * on from any version and are late by random moments. It can lose events.
 *
 * <p>Threading: any thread; {@code this} guards the fields.
 */
final class ModelCluster implements AutoCloseable {
  static final String NODES = "/api/v1/nodes";
  static final String PODS = "/api/v1/pods";

  final FakeApiServer server = FakeApiServer.start();
  private final ScheduledExecutorService courier = Executors.newSingleThreadScheduledExecutor();
  private final SplittableRandom delays;
  private final Map<String, ModelNode> nodes = new TreeMap<>();
  private final Map<String, ModelPod> pods = new TreeMap<>();
  private final List<Event> history = new ArrayList<>();
  private final List<Watcher> watchers = new ArrayList<>();
  private long version = 100;
  private boolean losing;

  record ModelNode(String name, String uid, long version, String taints, int cpus) {
    String json() {
      return "{'metadata': {'name': '%s', 'uid': '%s', 'resourceVersion': '%d'}, 'spec': {'taints': [%s]}, 'status': {'allocatable': {'cpu': '%d', 'memory': '8Gi', 'pods': '110'}}}"
          .formatted(name, uid, version, taints, cpus);
    }
  }

  record ModelPod(
      String name, String uid, long version, String scheduler, String node, String phase) {
    String json() {
      return "{'metadata': {'namespace': 'shop', 'name': '%s', 'uid': '%s', 'resourceVersion': '%d'}, 'spec': {'schedulerName': '%s', 'nodeName': '%s', 'containers': [{'name': 'c', 'resources': {'requests': {'cpu': '1'}}}]}, 'status': {'phase': '%s'}}"
          .formatted(name, uid, version, scheduler, node, phase);
    }
  }

  private record Event(String path, long version, String type, String object, boolean lost) {}

  private static final class Watcher {
    private final String path;
    private final Script script = new Script();
    private long sent;

    private Watcher(String path, long sent) {
      this.path = path;
      this.sent = sent;
    }
  }

  @SuppressWarnings("FutureReturnValueIgnored") // it ends with the courier
  ModelCluster(long seed) {
    delays = new SplittableRandom(seed);
    server.on("GET " + NODES, request -> answer(NODES, request));
    server.on("GET " + PODS, request -> answer(PODS, request));
    FakeCollection.ofLookedUpKinds(server);
    courier.scheduleWithFixedDelay(this::bookmark, 20, 20, TimeUnit.MILLISECONDS);
  }

  // ---- reading ------------------------------------------------------------------------------

  private synchronized Answer answer(String path, Request request) {
    if (request.query().containsKey("watch")) {
      Watcher watcher = new Watcher(path, Long.parseLong(request.query().get("resourceVersion")));
      watchers.add(watcher);
      courier.execute(this::deliver);
      return new Answer.Stream(watcher.script);
    }
    String items =
        path.equals(NODES)
            ? nodes.values().stream().map(ModelNode::json).collect(Collectors.joining(","))
            : pods.values().stream()
                .filter(pod -> pod.phase().equals("Pending"))
                .map(ModelPod::json)
                .collect(Collectors.joining(","));
    return Answer.json(
        200, "{'metadata': {'resourceVersion': '%d'}, 'items': [%s]}".formatted(version, items));
  }

  private void deliver() {
    LockSupport.parkNanos(delay());
    synchronized (this) {
      for (Watcher watcher : watchers) {
        for (Event event : history) {
          if (event.path().equals(watcher.path) && event.version() > watcher.sent) {
            watcher.sent = event.version();
            if (!event.lost()) {
              watcher.script.event(event.type(), event.object());
            }
          }
        }
      }
    }
  }

  private synchronized long delay() {
    return delays.nextLong(2_000_000);
  }

  /** As the server does each minute. */
  private synchronized void bookmark() {
    deliver();
    watchers.forEach(
        watcher ->
            watcher.script.event(
                "BOOKMARK", "{'metadata': {'resourceVersion': '" + version + "'}}"));
  }

  // ---- changing -----------------------------------------------------------------------------

  /** What happens in there, no watch tells. */
  void lose(Runnable change) {
    synchronized (this) {
      losing = true;
      change.run();
      losing = false;
    }
  }

  private void happened(String path, String type, String object) {
    history.add(new Event(path, version, type, object, losing));
    courier.execute(this::deliver);
  }

  synchronized void putNode(String name, String taints, int cpus) {
    ModelNode before = nodes.get(name);
    version++;
    String uid = before == null ? "node-" + version : before.uid();
    ModelNode node = new ModelNode(name, uid, version, taints, cpus);
    nodes.put(name, node);
    server.on("GET " + NODES + "/" + name, _ -> storedNode(name));
    happened(NODES, before == null ? "ADDED" : "MODIFIED", node.json());
  }

  synchronized void deleteNode(String name) {
    ModelNode node = nodes.remove(name);
    if (node != null) {
      version++;
      happened(
          NODES,
          "DELETED",
          new ModelNode(name, node.uid(), version, node.taints(), node.cpus()).json());
    }
  }

  /** A new pod under a name that is free. */
  synchronized void createPod(String name, String scheduler, String node) {
    if (!pods.containsKey(name)) {
      version++;
      put(new ModelPod(name, "pod-" + version, version, scheduler, node, "Pending"), "ADDED");
    }
  }

  private void put(ModelPod pod, String type) {
    pods.put(pod.name(), pod);
    String path = "/api/v1/namespaces/shop/pods/" + pod.name();
    server.on("GET " + path, _ -> storedPod(pod.name()));
    happened(PODS, type, pod.json());
  }

  private synchronized Answer storedNode(String name) {
    ModelNode node = nodes.get(name);
    return single(node == null, node == null ? "" : node.json());
  }

  private synchronized Answer storedPod(String name) {
    ModelPod pod = pods.get(name);
    return single(pod == null, pod == null ? "" : pod.json());
  }

  private static Answer single(boolean gone, String json) {
    return gone ? Answer.refusal(404, "gone") : Answer.json(200, json);
  }

  synchronized void bindPod(String name, String node) {
    ModelPod pod = pods.get(name);
    if (pod != null && pod.node().isEmpty() && pod.phase().equals("Pending")) {
      version++;
      put(new ModelPod(name, pod.uid(), version, pod.scheduler(), node, "Pending"), "MODIFIED");
    }
  }

  /** Our scheduler binds. */
  synchronized Status bind(PodInfo pod, String node) {
    ModelPod here = pods.get(pod.key().name());
    if (here == null || !here.uid().equals(pod.uid()) || !here.node().isEmpty()) {
      return Status.error("conflict");
    }
    bindPod(here.name(), node);
    return Status.success();
  }

  synchronized void finishPod(String name) {
    ModelPod pod = pods.get(name);
    if (pod != null && pod.phase().equals("Pending")) {
      version++;
      put(
          new ModelPod(name, pod.uid(), version, pod.scheduler(), pod.node(), "Succeeded"),
          "DELETED");
    }
  }

  synchronized void deletePod(String name) {
    ModelPod pod = pods.remove(name);
    if (pod != null && pod.phase().equals("Pending")) {
      version++;
      happened(
          PODS,
          "DELETED",
          new ModelPod(name, pod.uid(), version, pod.scheduler(), pod.node(), pod.phase()).json());
    }
  }

  // ---- what is true -------------------------------------------------------------------------

  synchronized List<String> nodeVersions() {
    return nodes.values().stream().map(node -> node.name() + " " + node.version()).toList();
  }

  synchronized List<String> placedPodVersions() {
    return pods.values().stream()
        .filter(pod -> pod.phase().equals("Pending") && !pod.node().isEmpty())
        .map(pod -> pod.name() + " " + pod.version() + " on " + pod.node())
        .toList();
  }

  @Override
  public void close() {
    courier.shutdownNow();
    server.close();
  }
}
