package dev.berth.plugins;

import dev.berth.cluster.ClusterMirror;
import dev.berth.framework.CycleState;
import dev.berth.framework.FilterPlugin;
import dev.berth.framework.Listers;
import dev.berth.framework.PreFilterPlugin;
import dev.berth.framework.ScoreException;
import dev.berth.framework.ScorePlugin;
import dev.berth.framework.Status;
import dev.berth.model.ClusterObject;
import dev.berth.model.NodeInfo;
import dev.berth.model.PodInfo;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A small cluster in a real mirror, and plugins that are asked about all of it. */
public final class Bed {

  private final ClusterMirror mirror = new ClusterMirror();

  public Bed node(String name, String... labels) {
    mirror.putNode(Make.node(name).labels(Make.labels(labels)).build());
    return this;
  }

  /** The pod runs on the node. */
  public Bed placed(String node, PodInfo.Builder pod) {
    mirror.putPod(pod.nodeName(node).build());
    return this;
  }

  /** Pods with these labels run on the node. */
  public Bed placed(String node, int count, String... labels) {
    for (int i = 0; i < count; i++) {
      String name = node + "-" + String.join("-", labels) + "-" + i;
      placed(node, Make.pod(name).labels(Make.labels(labels)));
    }
    return this;
  }

  public Bed with(ClusterObject object) {
    mirror.put(object);
    return this;
  }

  public ClusterMirror mirror() {
    return mirror;
  }

  public Listers listers() {
    return mirror.listers();
  }

  public TestView view() {
    return new TestView(mirror.nodes());
  }

  /**
   * What the plugin says of each node, "" when it may take the pod; under {@code "*"} what
   * PreFilter says when no node is asked.
   */
  public <P extends PreFilterPlugin & FilterPlugin> Map<String, String> verdicts(
      P plugin, PodInfo pod) {
    CycleState state = CycleState.create();
    Status status = plugin.preFilter(state, pod, mirror.view()).status();
    Map<String, String> verdicts = new TreeMap<>();
    if (status.isSuccess()) {
      for (NodeInfo node : mirror.nodes()) {
        verdicts.put(node.name(), plugin.filter(state, pod, node).message());
      }
    } else {
      verdicts.put("*", status instanceof Status.Skip ? "skip" : status.message());
    }
    return verdicts;
  }

  /** The raw scores of all nodes, by name. */
  public Map<String, Long> raw(ScorePlugin plugin, PodInfo pod) throws ScoreException {
    return byName(TestScores.raw(plugin, pod, view()));
  }

  /** The normalised scores of all nodes, by name. */
  public Map<String, Long> normalised(ScorePlugin plugin, PodInfo pod) throws ScoreException {
    return byName(TestScores.normalised(plugin, pod, view()));
  }

  private Map<String, Long> byName(List<Long> scores) {
    Map<String, Long> byName = new TreeMap<>();
    for (int i = 0; i < scores.size(); i++) {
      byName.put(mirror.nodes().get(i).name(), scores.get(i));
    }
    return byName;
  }
}
