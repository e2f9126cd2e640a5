package dev.berth.it;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Says what is wrong with a cluster in which nothing happens any more, from the JSON of its nodes
 * and pods alone: every pod of one scheduler is where it may be, or may be nowhere.
 *
 * <p>Each finding is a sentence that begins with the name of the pod or node. Placed pods are held
 * against the nodes as they are now: a test that takes away a node's label or adds a taint judges
 * before it does.
 *
 * <p>Threading: one per test.
 */
final class RestJudge {

  private final String scheduler;
  private final List<JsonNode> pods;
  private final PlacementRules rules;

  RestJudge(String scheduler, List<JsonNode> nodes, List<JsonNode> pods) {
    this.scheduler = scheduler;
    this.pods = pods;
    this.rules = new PlacementRules(nodes, pods);
  }

  /** Everything that is wrong; empty for a cluster that is as it should be. */
  List<String> findings() {
    List<String> found = new ArrayList<>(rules.violations(scheduler));
    found.addAll(rules.overcommitments());
    for (JsonNode pod : pods) {
      if (Pods.scheduler(pod).equals(scheduler)) {
        findIn(pod, found);
      }
    }
    return found;
  }

  private void findIn(JsonNode pod, List<String> found) {
    String name = Pods.name(pod);
    if (Pods.isBound(pod)) {
      if (Pods.isGated(pod)) {
        found.add(name + " is bound behind its gate");
      }
      return;
    }
    boolean isDue = !Pods.isGated(pod) && !Pods.hasEnded(pod) && !Pods.isTerminating(pod);
    if (!isDue) {
      return;
    }
    List<String> nodes = rules.nodesFor(pod);
    if (!nodes.isEmpty()) {
      found.add(name + " waits, and fits on " + nodes);
    } else if (!Pods.isUnschedulable(pod)) {
      found.add(name + " fits nowhere, and does not say so");
    }
  }

  /** Which pods of other schedulers are not exactly as they were. */
  List<String> touched(List<JsonNode> before) {
    Map<String, JsonNode> now = new HashMap<>();
    pods.forEach(pod -> now.put(Pods.uid(pod), pod));
    return before.stream()
        .filter(pod -> !Pods.scheduler(pod).equals(scheduler))
        .filter(pod -> !pod.equals(now.get(Pods.uid(pod))))
        .map(pod -> Pods.name(pod) + " is not what it was")
        .collect(Collectors.toList());
  }

  /** Which pods had more than one node in their lives, of all their versions, oldest first. */
  static List<String> boundTwice(List<List<JsonNode>> lives) {
    List<String> found = new ArrayList<>();
    for (List<JsonNode> life : lives) {
      List<String> nodes = life.stream().map(Pods::node).distinct().toList();
      boolean hadNone = nodes.getFirst().isEmpty();
      if (nodes.size() > (hadNone ? 2 : 1)) {
        found.add(Pods.name(life.getFirst()) + " was bound more than once: " + nodes);
      }
    }
    return found;
  }
}
