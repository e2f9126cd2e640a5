package dev.berth.bench.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.kube.KubeClient;
import dev.berth.kube.KubeReply;
import dev.berth.kube.KubeRequest;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Judges where the pods of a run are at its end, from what the API server says and with arithmetic
 * of its own: all there, all on a node that exists, no node with more than it has, required node
 * affinity and anti-affinity among pods of a node kept.
 *
 * <p>Threading: one thread.
 */
final class EndState {
  private static final int PAGE = 2_000;
  private static final int PROBLEMS_SHOWN = 5;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Set<String> namespaces;
  private final Map<String, JsonNode> nodes = new HashMap<>();
  private final Map<String, Map<String, BigDecimal>> used = new TreeMap<>();
  private final Map<String, List<JsonNode>> neighbours = new TreeMap<>();
  private final List<String> problems = new ArrayList<>();
  private int found;

  EndState(Set<String> namespaces) {
    this.namespaces = namespaces;
  }

  /**
   * What is wrong on this server, nothing when all is right.
   *
   * @param namespaces of the run's pods
   * @param wantPods how many pods there must be in them
   */
  static List<String> problems(KubeClient client, Set<String> namespaces, int wantPods)
      throws IOException, InterruptedException {
    EndState state = new EndState(namespaces);
    for (JsonNode node : listAll(client, "/api/v1/nodes")) {
      state.node(node);
    }
    for (JsonNode pod : listAll(client, "/api/v1/pods")) {
      state.pod(pod);
    }
    return state.problems(wantPods);
  }

  static List<JsonNode> listAll(KubeClient client, String path)
      throws IOException, InterruptedException {
    List<JsonNode> items = new ArrayList<>();
    Map<String, String> query = new HashMap<>(Map.of("limit", Integer.toString(PAGE)));
    String more;
    do {
      KubeReply reply = client.send(KubeRequest.get(path, query));
      if (!reply.isSuccess()) {
        throw new IOException("GET " + path + ": " + reply.message());
      }
      JsonNode page = JSON.readTree(reply.body());
      page.path("items").forEach(items::add);
      more = page.at("/metadata/continue").asText();
      query.put("continue", more);
    } while (!more.isEmpty());
    return items;
  }

  void node(JsonNode node) {
    nodes.put(node.at("/metadata/name").asText(), node);
  }

  /** A pod of any namespace: all count where they are. */
  void pod(JsonNode pod) {
    String phase = pod.at("/status/phase").asText();
    if (phase.equals("Succeeded") || phase.equals("Failed")) {
      return;
    }
    String node = pod.at("/spec/nodeName").asText();
    if (namespaces.contains(pod.at("/metadata/namespace").asText())) {
      found++;
      ours(pod, node);
    }
    if (!node.isEmpty()) {
      Map<String, BigDecimal> sums = used.computeIfAbsent(node, name -> new TreeMap<>());
      sums.merge("pods", BigDecimal.ONE, BigDecimal::add);
      neighbours.computeIfAbsent(node, name -> new ArrayList<>()).add(pod);
      for (JsonNode container : pod.at("/spec/containers")) {
        container
            .at("/resources/requests")
            .properties()
            .forEach(
                request ->
                    sums.merge(
                        request.getKey(),
                        Quantity.of(request.getValue().asText()),
                        BigDecimal::add));
      }
    }
  }

  private void ours(JsonNode pod, String node) {
    String name = name(pod);
    JsonNode on = nodes.get(node);
    if (node.isEmpty()) {
      problems.add("pod %s is on no node".formatted(name));
    } else if (on == null) {
      problems.add("pod %s is on node %s, which does not exist".formatted(name, node));
    } else if (!mayBeOn(pod, on)) {
      problems.add("pod %s is on node %s against its node affinity".formatted(name, node));
    }
  }

  private static boolean mayBeOn(JsonNode pod, JsonNode node) {
    JsonNode terms =
        pod.at(
            "/spec/affinity/nodeAffinity/requiredDuringSchedulingIgnoredDuringExecution/nodeSelectorTerms");
    if (terms.isMissingNode()) {
      return true;
    }
    JsonNode fields = JSON.createObjectNode().set("metadata.name", node.at("/metadata/name"));
    for (JsonNode term : terms) {
      if (matches(term.path("matchExpressions"), node.at("/metadata/labels"))
          && matches(term.path("matchFields"), fields)) {
        return true;
      }
    }
    return false;
  }

  /** The workloads have no other operator than {@code In}. */
  private static boolean matches(JsonNode expressions, JsonNode values) {
    for (JsonNode expression : expressions) {
      String value = values.path(expression.path("key").asText()).asText();
      boolean in = false;
      for (JsonNode wanted : expression.path("values")) {
        in |= wanted.asText().equals(value);
      }
      if (!in) {
        return false;
      }
    }
    return true;
  }

  /** All that is wrong, many of a kind cut short. */
  List<String> problems(int wantPods) {
    if (found != wantPods) {
      problems.addFirst("there are %d pods and should be %d".formatted(found, wantPods));
    }
    used.forEach(this::checkRoom);
    neighbours.forEach(this::checkNeighbours);
    if (problems.size() <= PROBLEMS_SHOWN) {
      return List.copyOf(problems);
    }
    List<String> shown = new ArrayList<>(problems.subList(0, PROBLEMS_SHOWN));
    shown.add("and %d more like these".formatted(problems.size() - PROBLEMS_SHOWN));
    return List.copyOf(shown);
  }

  /** The workloads have required anti-affinity for nodes only, against labels with one value. */
  private void checkNeighbours(String node, List<JsonNode> pods) {
    for (JsonNode pod : pods) {
      JsonNode terms =
          pod.at("/spec/affinity/podAntiAffinity/requiredDuringSchedulingIgnoredDuringExecution");
      for (JsonNode term : terms) {
        for (JsonNode other : pods) {
          if (!other.equals(pod) && isAgainst(term, pod, other)) {
            problems.add(
                "pod %s is on node %s with pod %s against its anti-affinity"
                    .formatted(name(pod), node, name(other)));
          }
        }
      }
    }
  }

  private boolean isAgainst(JsonNode term, JsonNode pod, JsonNode other) {
    String namespace = other.at("/metadata/namespace").asText();
    boolean isMeant =
        term.has("namespaceSelector")
            ? namespaces.contains(namespace)
            : namespace.equals(pod.at("/metadata/namespace").asText());
    JsonNode labels = other.at("/metadata/labels");
    return isMeant
        && term.at("/labelSelector/matchLabels").properties().stream()
            .allMatch(wanted -> wanted.getValue().equals(labels.get(wanted.getKey())));
  }

  private static String name(JsonNode pod) {
    return pod.at("/metadata/name").asText();
  }

  private void checkRoom(String name, Map<String, BigDecimal> sums) {
    JsonNode node = nodes.get(name);
    if (node == null) {
      return; // said of each pod
    }
    JsonNode room = node.at("/status/allocatable");
    sums.forEach(
        (resource, sum) -> {
          BigDecimal has = Quantity.of(room.path(resource).asText("0"));
          if (sum.compareTo(has) > 0) {
            problems.add(
                "node %s has %s %s and its pods take %s"
                    .formatted(name, has.toPlainString(), resource, sum.toPlainString()));
          }
        });
  }
}
