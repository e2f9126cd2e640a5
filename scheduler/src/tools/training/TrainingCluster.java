import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A cluster that is pretended, for a training run: it answers like an API server as far as a
 * scheduler sees one, has pods to place on nodes that it only knows by name, and ends the scheduler
 * when all pods have their node.
 *
 * <p>{@code TrainingCluster DIRECTORY COMMAND...} writes {@code kubeconfig} into the directory,
 * runs the command, and stops it with SIGTERM after its work; ends with 0 when the command did. Run
 * as a source file with Berth's libraries on the class path. It checks nothing: tests do.
 *
 * <p>Threading: any thread.
 */
final class TrainingCluster {
  private static final int NODES = 200;
  private static final int LISTED_PODS = 700;
  private static final int LATER_PODS = 500;
  private static final int TOO_LARGE_EVERY = 50;
  private static final int PATIENCE_SECONDS = 600;

  private record Watcher(Http2Server.Reply reply) {}

  private final Map<String, String> created = new ConcurrentHashMap<>();
  private final Map<String, String> nodeOfPod = new ConcurrentHashMap<>();
  private final List<Watcher> podWatchers = new CopyOnWriteArrayList<>();
  private final AtomicInteger version = new AtomicInteger(1_000);
  private final AtomicInteger lastPod = new AtomicInteger(LISTED_PODS);
  private final CountDownLatch listedBound = new CountDownLatch(fitting(0, LISTED_PODS));
  private final CountDownLatch allBound = new CountDownLatch(fitting(0, LISTED_PODS + LATER_PODS));

  public static void main(String[] args) throws Exception {
    Path directory = Path.of(args[0]);
    List<String> berth = Arrays.asList(args).subList(1, args.length);
    System.exit(new TrainingCluster().train(directory, berth));
  }

  private int train(Path directory, List<String> berth) throws Exception {
    Credentials credentials = Credentials.generate(directory);
    Http2Server server = Http2Server.start(credentials.tls(), this::answer);
    Path kubeconfig = directory.resolve("kubeconfig");
    Files.writeString(kubeconfig, kubeconfig(server.port(), credentials));
    List<String> command = new ArrayList<>(berth);
    command.addAll(List.of("run", "--kubeconfig=" + kubeconfig));
    command.addAll(List.of("--bind-address=127.0.0.1", "--secure-port=" + freePort()));
    Process scheduler = new ProcessBuilder(command).inheritIO().start();
    // Also when the training is told to stop.
    Runtime.getRuntime().addShutdownHook(new Thread(scheduler::destroyForcibly));
    await(listedBound, scheduler);
    for (int pod = LISTED_PODS; pod < LISTED_PODS + LATER_PODS; pod++) {
      lastPod.set(pod + 1);
      tellWatchers("ADDED", pod);
    }
    await(allBound, scheduler);
    scheduler.toHandle().destroy();
    if (!scheduler.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException("the scheduler did not end after SIGTERM");
    }
    return scheduler.exitValue();
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static void await(CountDownLatch latch, Process scheduler) throws InterruptedException {
    for (int second = 0; !latch.await(1, TimeUnit.SECONDS); second++) {
      if (!scheduler.isAlive() || second > PATIENCE_SECONDS) {
        throw new IllegalStateException(latch.getCount() + " pods were not bound");
      }
    }
  }

  // ---- what there is ---------------------------------------------------------------------------

  private static boolean isTooLarge(int pod) {
    return pod % TOO_LARGE_EVERY == 0;
  }

  private static int fitting(int from, int to) {
    return (int) IntStream.range(from, to).filter(pod -> !isTooLarge(pod)).count();
  }

  private String node(int number) {
    return """
    {"metadata":{"name":"n%1$d","uid":"node-%1$d","resourceVersion":"%1$d",\
    "labels":{"kubernetes.io/hostname":"n%1$d","topology.kubernetes.io/zone":"z%2$d"}},\
    "spec":{%3$s},"status":{"allocatable":{"cpu":"16","memory":"64Gi","pods":"110"},\
    "capacity":{"cpu":"16","memory":"64Gi","pods":"110"},\
    "conditions":[{"type":"Ready","status":"True"}],\
    "images":[{"names":["registry.example/app:1"],"sizeBytes":50000000}]}}\
    """
        .formatted(
            number,
            number % 3,
            number % 7 == 0
                ? "\"taints\":[{\"key\":\"dedicated\",\"value\":\"x\",\"effect\":\"NoSchedule\"}]"
                : "");
  }

  private String pod(int number) {
    String name = "p" + number;
    String node = nodeOfPod.get(name);
    return """
    {"metadata":{"name":"%s","namespace":"default","uid":"pod-%s","resourceVersion":"%d",\
    "creationTimestamp":"2026-01-01T00:00:00Z","labels":{"app":"a%d"}},\
    "spec":{"schedulerName":"berth","priority":0%s%s,"containers":[{"name":"c",\
    "image":"registry.example/app:1","resources":{"requests":{"cpu":"%s","memory":"100Mi"}}}]},\
    "status":{"phase":"Pending"}}\
    """
        .formatted(
            name,
            name,
            version.incrementAndGet(),
            number % 5,
            node == null ? "" : ",\"nodeName\":\"" + node + "\"",
            constraint(number % 6),
            isTooLarge(number) ? "100" : "100m");
  }

  private static String constraint(int kind) {
    return switch (kind) {
      case 0 -> ",\"tolerations\":[{\"key\":\"dedicated\",\"operator\":\"Exists\"}]";
      case 1 -> ",\"nodeSelector\":{\"topology.kubernetes.io/zone\":\"z1\"}";
      case 2 ->
          """
          ,"affinity":{"nodeAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":\
          {"nodeSelectorTerms":[{"matchExpressions":[{"key":"topology.kubernetes.io/zone",\
          "operator":"In","values":["z0","z2"]}]}]}}}\
          """;
      default -> "";
    };
  }

  // ---- answers ---------------------------------------------------------------------------------

  private void answer(Http2Server.Request request, Http2Server.Reply reply) throws IOException {
    URI target = URI.create(request.target());
    String path = target.getPath();
    Map<String, String> query = query(target.getRawQuery());
    switch (request.method()) {
      case "GET" -> {
        if (query.containsKey("watch")) {
          watch(path, query, reply);
        } else {
          get(path, query, reply);
        }
      }
      case "POST" -> post(path, request.body(), reply);
      default -> change(path, request.body(), reply);
    }
  }

  private void get(String path, Map<String, String> query, Http2Server.Reply reply)
      throws IOException {
    List<String> items = items(path);
    if (items != null) {
      page(items, query, reply);
    } else if (created.containsKey(path)) {
      reply.json(200, created.get(path));
    } else if (path.startsWith("/api/v1/namespaces/default/pods/p")) {
      reply.json(200, pod(numberIn(path)));
    } else if (path.equals("/version")) {
      reply.json(200, "{\"major\":\"1\",\"minor\":\"36\",\"gitVersion\":\"v1.36.3\"}");
    } else if (isCollection(path)) {
      page(List.of(), query, reply);
    } else {
      reply.json(404, "{\"kind\":\"Status\",\"code\":404,\"reason\":\"NotFound\"}");
    }
  }

  private List<String> items(String path) {
    return switch (path) {
      case "/api/v1/nodes" -> IntStream.range(0, NODES).mapToObj(this::node).toList();
      case "/api/v1/pods" -> IntStream.range(0, lastPod.get()).mapToObj(this::pod).toList();
      default -> null;
    };
  }

  /** {@code /api/v1/x} and {@code /apis/g/v/x}, also in a namespace; not one object of it. */
  private static boolean isCollection(String path) {
    List<String> parts = new ArrayList<>(List.of(path.substring(1).split("/")));
    parts.subList(0, Math.min(parts.size(), parts.getFirst().equals("api") ? 2 : 3)).clear();
    return parts.size() == 1 || parts.size() == 3 && parts.getFirst().equals("namespaces");
  }

  private void page(List<String> items, Map<String, String> query, Http2Server.Reply reply)
      throws IOException {
    int from = Integer.parseInt(query.getOrDefault("continue", "0"));
    int limit = Integer.parseInt(query.getOrDefault("limit", "0"));
    int to = limit == 0 ? items.size() : Math.min(items.size(), from + limit);
    String next = to < items.size() ? ",\"continue\":\"" + to + "\"" : "";
    reply.json(
        200,
        "{\"kind\":\"List\",\"apiVersion\":\"v1\",\"metadata\":{\"resourceVersion\":\""
            + version.incrementAndGet()
            + "\""
            + next
            + "},\"items\":["
            + String.join(",", items.subList(from, to))
            + "]}");
  }

  private void watch(String path, Map<String, String> query, Http2Server.Reply reply)
      throws IOException {
    reply.begin(200);
    if (query.containsKey("sendInitialEvents")) {
      List<String> items = items(path);
      for (String item : items == null ? List.<String>of() : items) {
        reply.send(event("ADDED", item));
      }
      reply.send(
          event(
              "BOOKMARK",
              """
              {"metadata":{"resourceVersion":"%d",\
              "annotations":{"k8s.io/initial-events-end":"true"}}}\
              """
                  .formatted(version.incrementAndGet())));
    }
    if (path.equals("/api/v1/pods")) {
      podWatchers.add(new Watcher(reply));
    }
  }

  private static String event(String type, String object) {
    return "{\"type\":\"" + type + "\",\"object\":" + object + "}\n";
  }

  /** One after the other: a watch passes over versions that come out of order. */
  private synchronized void tellWatchers(String type, int number) {
    String event = event(type, pod(number));
    for (Watcher watcher : podWatchers) {
      try {
        watcher.reply().send(event);
      } catch (IOException gone) {
        podWatchers.remove(watcher);
      }
    }
  }

  private void post(String path, String body, Http2Server.Reply reply) throws IOException {
    if (path.endsWith("/binding")) {
      reply.json(201, "{\"kind\":\"Status\",\"status\":\"Success\",\"code\":201}");
      bound(numberIn(path.substring(0, path.length() - "/binding".length())), body);
      return;
    }
    String name = body.replaceFirst("(?s).*?\"name\" *: *\"([^\"]*)\".*", "$1");
    String stored = withVersion(body);
    created.put(path + "/" + name, stored);
    reply.json(201, stored);
  }

  private void bound(int pod, String binding) {
    String node = binding.replaceFirst("(?s).*\"target\" *:[^}]*\"name\" *: *\"([^\"]*)\".*", "$1");
    if (nodeOfPod.putIfAbsent("p" + pod, node) == null) {
      tellWatchers("MODIFIED", pod);
      if (pod < LISTED_PODS) {
        listedBound.countDown();
      }
      allBound.countDown();
    }
  }

  /** PUT, PATCH and DELETE: accepted, and shown again as they came. */
  private void change(String path, String body, Http2Server.Reply reply) throws IOException {
    String ofPod = "/api/v1/namespaces/default/pods/p";
    if (path.startsWith(ofPod)) {
      reply.json(200, pod(numberIn(path.replaceFirst("/status$", ""))));
    } else {
      String stored = withVersion(body.startsWith("{") ? body : created.getOrDefault(path, "{}"));
      created.put(path, stored);
      reply.json(200, stored);
    }
  }

  private String withVersion(String object) {
    String number = "\"resourceVersion\":\"" + version.incrementAndGet() + "\"";
    String without = object.replaceAll("\"resourceVersion\" *: *\"[^\"]*\" *,?", "");
    return without.replaceFirst(
        "\"metadata\" *: *\\{", "\"metadata\":{" + number + ",\"uid\":\"u\",");
  }

  private static int numberIn(String pathOfPod) {
    return Integer.parseInt(pathOfPod.substring(pathOfPod.lastIndexOf("/p") + 2));
  }

  private static Map<String, String> query(String raw) {
    return raw == null
        ? Map.of()
        : Arrays.stream(raw.split("&"))
            .map(pair -> pair.split("=", 2))
            .collect(Collectors.toMap(pair -> pair[0], pair -> URLDecoder.decode(pair[1], UTF_8)));
  }

  private static String kubeconfig(int port, Credentials credentials) {
    Base64.Encoder base64 = Base64.getEncoder();
    return """
    apiVersion: v1
    kind: Config
    current-context: training
    clusters:
    - name: training
      cluster: {server: "https://127.0.0.1:%d", certificate-authority-data: %s}
    contexts:
    - name: training
      context: {cluster: training, user: training}
    users:
    - name: training
      user: {client-certificate-data: %s, client-key-data: %s}
    """
        .formatted(
            port,
            base64.encodeToString(credentials.certificatePem()),
            base64.encodeToString(credentials.certificatePem()),
            base64.encodeToString(credentials.keyPem()));
  }
}
