package dev.berth.bench.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.bench.Extra;
import dev.berth.bench.NodeNames;
import dev.berth.bench.PodFacts;
import dev.berth.bench.Stamp;
import dev.berth.bench.Surroundings;
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
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * The nodes and pods of one run and whatever else its workload needs, made on the API server from
 * bodies that are ready before any clock runs.
 *
 * <p>No other controller has a part in it: claims for volumes are bound, and claims that pods have
 * from a template are made, here. Threading: one thread at a time; {@link #remove} from any.
 */
final class ClusterLoad {
  static final String NAMESPACES = "/api/v1/namespaces";
  static final String NODES = "/api/v1/nodes";
  private static final String EVENTS = "/apis/events.k8s.io/v1";
  private static final String MARK = "berth.dev/bench";
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final KubeClient client;
  private final LoadWriter writer;
  private final Stamp.Marked stamp;
  private final String scheduler;
  private final Workload workload;
  private final Surroundings surroundings;
  private final Set<String> namespaces;
  private final NodeNames nodes;
  private final int earlierPods;
  private final SplittableRandom random;

  /**
   * How much there is of everything.
   *
   * @param earlierPods how many of the first pods are of the kinds that come before those that are
   *     measured
   */
  record Size(int nodes, int earlierPods) {}

  /**
   * A load that is not there yet.
   *
   * @param name of the namespace; other names begin with it, and everything is marked with it
   * @param scheduler that the pods ask for
   */
  ClusterLoad(
      KubeClients clients, String name, String scheduler, Workload workload, Size size, long seed) {
    this.client = clients.write();
    this.writer = new LoadWriter(client);
    this.stamp = new Stamp.Marked(MARK, name);
    this.scheduler = scheduler;
    this.workload = workload;
    this.surroundings = new Surroundings(workload, name, stamp);
    this.namespaces = Set.copyOf(surroundings.namespaces());
    this.nodes = new NodeNames(name + "-%05d", size.nodes());
    this.earlierPods = size.earlierPods();
    this.random = new SplittableRandom(seed);
  }

  Set<String> namespaces() {
    return namespaces;
  }

  /** A path below which all pods are, and no more others than need be. */
  String podsPath() {
    return namespaces.size() > 1
        ? "/api/v1/pods"
        : NAMESPACES + "/" + namespaces.iterator().next() + "/pods";
  }

  static String podName(int number) {
    return "p-%06d".formatted(number);
  }

  /** The number in a pod's name; -1 when there is none. */
  static int podNumber(String podName) {
    return podName.startsWith("p-") ? Integer.parseInt(podName, 2, podName.length(), 10) : -1;
  }

  /** The number of a pod of any namespace; -1 when it is none of ours. */
  int podNumber(String namespace, String podName) {
    return namespaces.contains(namespace) ? podNumber(podName) : -1;
  }

  /** Makes everything but the pods. */
  void prepare() throws IOException, InterruptedException {
    writer.all(surroundings.namespaceObjects(), this::create);
    writer.all(
        IntStream.range(0, nodes.count())
            .mapToObj(i -> workload.node(i, nodes.name(i), random, stamp))
            .toList(),
        node -> writer.send(KubeRequest.post(NODES, node)));
    writer.all(surroundings.beforePods(nodes), this::create);
    for (String namespace : surroundings.namespaces()) {
      awaitAdmission(namespace);
    }
  }

  private void create(Extra extra) throws IOException, InterruptedException {
    writer.send(KubeRequest.post(extra.path(), extra.json()));
  }

  /** A new namespace takes pods only when its service account is there. */
  private void awaitAdmission(String namespace) throws IOException, InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    LoadPod pod = pod(namespace, 0);
    KubeRequest dryRun =
        new KubeRequest(
            "POST",
            pod.collection(),
            Map.of("dryRun", "All"),
            new KubeRequest.Content("application/json", pod.json()));
    KubeReply reply = client.send(dryRun);
    while (!reply.isSuccess()) {
      if (System.nanoTime() > end) {
        throw new BenchException("no pod can be made in a new namespace: " + reply.message());
      }
      LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
      reply = client.send(dryRun);
    }
  }

  /** The pods with these numbers. */
  List<LoadPod> pods(int from, int to) {
    String namespace = surroundings.namespaces().getFirst();
    return IntStream.range(from, to)
        .mapToObj(
            number ->
                pod(
                    number < earlierPods ? surroundings.namespaceOfPlaced(number) : namespace,
                    number))
        .toList();
  }

  private LoadPod pod(String namespace, int number) {
    String name = podName(number);
    PodFacts facts = new PodFacts(number, namespace, name, scheduler, "", "", nodes);
    String json =
        number < earlierPods ? workload.earlierPod(facts, random) : workload.pod(facts, random);
    return new LoadPod(namespace, name, json, surroundings.beforePod(namespace, name));
  }

  /** Makes these pods as fast as it goes. */
  void createPods(List<LoadPod> pods) throws InterruptedException {
    writer.all(pods, this::createPod);
  }

  private void createPod(LoadPod pod) throws IOException, InterruptedException {
    for (Extra extra : pod.before()) {
      create(extra);
    }
    KubeReply reply = writer.send(KubeRequest.post(pod.collection(), pod.json()));
    if (workload.makesClaims()) {
      makeClaims(pod, reply);
    }
  }

  /** What the controller for claims does about a pod, with the names that the body has. */
  private void makeClaims(LoadPod pod, KubeReply made) throws IOException, InterruptedException {
    String path = pod.collection() + "/" + pod.name();
    KubeReply known = made.isSuccess() ? made : client.send(KubeRequest.get(path, Map.of()));
    String uid = JSON.readTree(known.body()).at("/metadata/uid").asText();
    for (Extra claim : surroundings.ofPod(pod.namespace(), pod.name(), uid)) {
      create(claim);
    }
    var patch = JSON.createObjectNode();
    patch
        .putObject("status")
        .set(
            "resourceClaimStatuses", JSON.readTree(pod.json()).at("/status/resourceClaimStatuses"));
    writer.send(KubeRequest.mergePatch(path + "/status", patch.toString()));
  }

  /**
   * Makes each pod at its time, however long those before it take.
   *
   * @return when each was due
   */
  long[] createPodsAtRate(List<LoadPod> pods, double perSecond) throws InterruptedException {
    long[] due = new long[pods.size()];
    List<Future<?>> posts = new ArrayList<>(pods.size());
    try (ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor()) {
      long start = System.nanoTime();
      for (int i = 0; i < due.length; i++) {
        LoadPod pod = pods.get(i);
        due[i] = start + Math.round(i * (1e9 / perSecond));
        sleepUntil(due[i]);
        posts.add(
            writers.submit(
                () -> {
                  createPod(pod);
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

  /** How many events there are in the namespace; of several, in all that there are. */
  int events() throws IOException, InterruptedException {
    String path =
        namespaces.size() > 1
            ? EVENTS + "/events"
            : EVENTS + "/namespaces/" + namespaces.iterator().next() + "/events";
    KubeReply reply = client.send(KubeRequest.get(path, Map.of("limit", "1")));
    JsonNode list = JSON.readTree(reply.body());
    return list.path("items").size() + list.at("/metadata/remainingItemCount").asInt();
  }

  /** Takes away everything that was made here, as far as it goes. */
  void remove() throws IOException, InterruptedException {
    new LoadRemoval(client, MARK + "=" + stamp.value()).remove(surroundings.namespaces());
  }
}
