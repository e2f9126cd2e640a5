package dev.berth.bench.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.bench.NodeNames;
import dev.berth.bench.PodFacts;
import dev.berth.bench.Stamp;
import dev.berth.bench.Workload;
import dev.berth.kube.KubeClient;
import dev.berth.kube.KubeClients;
import dev.berth.kube.KubeReply;
import dev.berth.kube.KubeRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The nodes and pods of one run, made on the API server from bodies that are ready before any clock
 * runs, and removed again.
 *
 * <p>Threading: one thread at a time; {@link #remove} from any.
 */
final class ClusterLoad {
  private static final String NODES = "/api/v1/nodes";
  private static final String NAMESPACES = "/api/v1/namespaces";
  private static final String MARK = "berth.dev/bench";
  private static final int WRITERS = 16;
  private static final int ATTEMPTS = 5;
  private static final int CONFLICT = 409;
  private static final int TOO_MANY = 429;
  private static final int SERVER_ERROR = 500;
  private static final int NOT_FOUND = 404;
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final KubeClient client;
  private final String name;
  private final String scheduler;
  private final Workload workload;
  private final NodeNames nodes;
  private final SplittableRandom random;

  /**
   * A load that is not there yet.
   *
   * @param name of the namespace; marks the nodes, too
   * @param scheduler that the pods ask for
   */
  ClusterLoad(
      KubeClients clients, String name, String scheduler, Workload workload, int nodes, long seed) {
    this.client = clients.write();
    this.name = name;
    this.scheduler = scheduler;
    this.workload = workload;
    this.nodes = new NodeNames(name + "-%05d", nodes);
    this.random = new SplittableRandom(seed);
  }

  String namespace() {
    return name;
  }

  String podsPath() {
    return NAMESPACES + "/" + name + "/pods";
  }

  static String podName(int number) {
    return "p-%06d".formatted(number);
  }

  /** The number in a pod's name; -1 when it is none of ours. */
  static int podNumber(String podName) {
    return podName.startsWith("p-") ? Integer.parseInt(podName, 2, podName.length(), 10) : -1;
  }

  /** Makes namespace and nodes. */
  void prepare() throws IOException, InterruptedException {
    post(NAMESPACES, "{\"metadata\": {\"name\": \"%s\"}}".formatted(name));
    List<String> bodies = new ArrayList<>(nodes.count());
    Stamp stamp = new Stamp.Marked(MARK, name);
    for (int i = 0; i < nodes.count(); i++) {
      bodies.add(workload.node(i, nodes.name(i), random, stamp));
    }
    createAll(NODES, bodies);
    awaitAdmission();
  }

  /** A new namespace takes pods only when its service account is there. */
  private void awaitAdmission() throws IOException, InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    KubeRequest dryRun =
        new KubeRequest(
            "POST",
            podsPath(),
            Map.of("dryRun", "All"),
            new KubeRequest.Content("application/json", podBodies(0, 1).getFirst()));
    KubeReply reply = client.send(dryRun);
    while (!reply.isSuccess()) {
      if (System.nanoTime() > end) {
        throw new BenchException("no pod can be made in a new namespace: " + reply.message());
      }
      LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
      reply = client.send(dryRun);
    }
  }

  /** The bodies of the pods with these numbers. */
  List<String> podBodies(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(
            number ->
                workload.pod(
                    new PodFacts(number, name, podName(number), scheduler, "", "", nodes), random))
        .toList();
  }

  /** Makes these pods as fast as it goes. */
  void createPods(List<String> bodies) throws InterruptedException {
    createAll(podsPath(), bodies);
  }

  private void createAll(String path, List<String> bodies) throws InterruptedException {
    AtomicInteger next = new AtomicInteger();
    AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    try (ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < WRITERS; i++) {
        writers.execute(
            () -> {
              try {
                for (int n = next.getAndIncrement();
                    n < bodies.size() && failure.get() == null;
                    n = next.getAndIncrement()) {
                  post(path, bodies.get(n));
                }
              } catch (IOException | InterruptedException | RuntimeException e) {
                failure.compareAndSet(null, e);
              }
            });
      }
    }
    if (failure.get() != null) {
      throw new BenchException("the load cannot be made: " + failure.get(), failure.get());
    }
  }

  /**
   * Makes each pod at its time, however long those before it take.
   *
   * @return when each was due
   */
  long[] createPodsAtRate(List<String> bodies, double perSecond) throws InterruptedException {
    long[] due = new long[bodies.size()];
    List<Future<?>> posts = new ArrayList<>(bodies.size());
    try (ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor()) {
      long start = System.nanoTime();
      for (int i = 0; i < due.length; i++) {
        String body = bodies.get(i);
        due[i] = start + Math.round(i * (1e9 / perSecond));
        sleepUntil(due[i]);
        posts.add(
            writers.submit(
                () -> {
                  post(podsPath(), body);
                  return true;
                }));
      }
    }
    for (Future<?> post : posts) {
      if (post.state() == Future.State.FAILED) {
        throw new BenchException("the load cannot be made: " + post.exceptionNow());
      }
    }
    return due;
  }

  private static void sleepUntil(long nanos) throws InterruptedException {
    for (long left = nanos - System.nanoTime(); left > 0; left = nanos - System.nanoTime()) {
      LockSupport.parkNanos(left);
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
  }

  /** Repeats what is not answered or refused for now; what then is there already is ours. */
  private void post(String path, String body) throws IOException, InterruptedException {
    String failure = "";
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      try {
        KubeReply reply = client.send(KubeRequest.post(path, body));
        if (reply.isSuccess() || (attempt > 1 && reply.code() == CONFLICT)) {
          return;
        }
        failure = reply.message();
        if (reply.code() != TOO_MANY && reply.code() < SERVER_ERROR) {
          break;
        }
      } catch (IOException e) {
        failure = e.toString();
      }
      LockSupport.parkNanos(Duration.ofMillis(20L * attempt).toNanos());
    }
    throw new IOException("POST " + path + ": " + failure);
  }

  /** How many events there are in the namespace. */
  int events() throws IOException, InterruptedException {
    KubeReply reply =
        client.send(
            KubeRequest.get(
                "/apis/events.k8s.io/v1/namespaces/" + name + "/events", Map.of("limit", "1")));
    JsonNode list = JSON.readTree(reply.body());
    return list.path("items").size() + list.at("/metadata/remainingItemCount").asInt();
  }

  /** Takes away everything that was made here, as far as it goes. */
  void remove() throws IOException, InterruptedException {
    Map<String, String> now = Map.of("gracePeriodSeconds", "0");
    client.send(new KubeRequest("DELETE", podsPath(), now, null));
    client.send(
        new KubeRequest(
            "DELETE", "/apis/events.k8s.io/v1/namespaces/" + name + "/events", Map.of(), null));
    client.send(new KubeRequest("DELETE", NODES, Map.of("labelSelector", MARK + "=" + name), null));
    String namespace = NAMESPACES + "/" + name;
    client.send(new KubeRequest("DELETE", namespace, Map.of(), null));
    finish(namespace);
  }

  /**
   * A namespace goes when the controller for it has looked; where none runs, it is told that
   * nothing is left in it, which is so.
   */
  private void finish(String namespace) throws IOException, InterruptedException {
    long end = System.nanoTime() + Duration.ofSeconds(5).toNanos();
    KubeReply reply = client.send(KubeRequest.get(namespace, Map.of()));
    while (reply.code() != NOT_FOUND && System.nanoTime() < end) {
      LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
      reply = client.send(KubeRequest.get(namespace, Map.of()));
    }
    if (reply.isSuccess() && !JSON.readTree(reply.body()).at("/status/conditions").isArray()) {
      client.send(
          new KubeRequest(
              "PUT",
              namespace + "/finalize",
              Map.of(),
              new KubeRequest.Content(
                  "application/json",
                  "{\"apiVersion\": \"v1\", \"kind\": \"Namespace\", \"metadata\": {\"name\": \"%s\"}, \"spec\": {\"finalizers\": []}}"
                      .formatted(name))));
    }
  }
}
