package dev.berth.cycle;

import dev.berth.framework.Status;
import dev.berth.model.Node;
import dev.berth.model.PodInfo;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The truth of a model history: the objects, and the news of them that the watches have not shown
 * yet.
 *
 * <p>One watch shows the nodes and one the pods, each in order. A watch may lag as far as it likes,
 * show an object in its newest version only, and show one version twice.
 */
final class ModelApiServer {
  private final RandomGenerator random;
  private final Map<String, Node> nodes = new LinkedHashMap<>();
  private final Map<String, PodInfo> pods = new LinkedHashMap<>();
  private final Deque<Message> nodeNews = new ArrayDeque<>();
  private final Deque<Message> podNews = new ArrayDeque<>();
  private long versions;

  ModelApiServer(RandomGenerator random) {
    this.random = random;
  }

  Collection<Node> nodes() {
    return nodes.values();
  }

  Collection<PodInfo> pods() {
    return pods.values();
  }

  @Nullable PodInfo pod(String uid) {
    return pods.get(uid);
  }

  void put(Node node) {
    nodes.put(node.name(), node);
    nodeNews.add(new Message.NodeSeen(node));
  }

  void removeNode(String name) {
    nodes.remove(name);
    nodeNews.add(new Message.NodeGone(name));
  }

  /** A new pod or a new version of one. */
  void put(PodInfo.Builder pod) {
    PodInfo version = pod.resourceVersion("" + ++versions).build();
    pods.put(version.uid(), version);
    if (random.nextInt(5) == 0) {
      podNews.removeIf(
          news ->
              news instanceof Message.PodSeen(PodInfo older) && older.uid().equals(version.uid()));
    }
    podNews.add(new Message.PodSeen(version));
  }

  void removePod(PodInfo pod) {
    pods.remove(pod.uid());
    podNews.add(new Message.PodGone(pod.key(), pod.uid()));
  }

  /** What kube-apiserver makes of a Binding with a UID precondition, read back when it refuses. */
  Status bind(String uid, String nodeName) {
    PodInfo pod = pods.get(uid);
    if (pod == null) {
      return Status.error("not found");
    }
    if (!pod.nodeName().isEmpty()) {
      return pod.nodeName().equals(nodeName)
          ? Status.success()
          : Status.error("already assigned to node " + pod.nodeName());
    }
    if (pod.terminating()) {
      return Status.error("is being deleted, cannot be assigned to a host");
    }
    put(pod.toBuilder().nodeName(nodeName));
    return Status.success();
  }

  /** Some of what the watches have to show. */
  List<Message> someNews() {
    List<Message> shown = new ArrayList<>();
    for (int left = random.nextInt(6); left > 0; left--) {
      Message next = (random.nextBoolean() ? nodeNews : podNews).poll();
      if (next != null) {
        shown.add(next);
        if (random.nextInt(8) == 0) {
          shown.add(next);
        }
      }
    }
    return shown;
  }

  List<Message> allNews() {
    List<Message> shown = new ArrayList<>(nodeNews);
    shown.addAll(podNews);
    nodeNews.clear();
    podNews.clear();
    return shown;
  }
}
