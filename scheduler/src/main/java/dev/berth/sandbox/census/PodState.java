package dev.berth.sandbox.census;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.sandbox.objects.KubeObject;
import dev.berth.sandbox.objects.ObjectKey;
import dev.berth.sandbox.view.Brief;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What the census keeps of a pod.
 *
 * <p>Threading: immutable.
 *
 * @param node "" for none
 * @param why in words that can stand behind its name
 */
record PodState(ObjectKey key, Standing standing, String node, String why) {

  /** Where a pod is on its way. */
  enum Standing {
    /** Nobody has said yet what to do with it. */
    PENDING,
    /** It is for a scheduler that is not here. */
    UNSERVED,
    UNSCHEDULABLE,
    GATED,
    /** It has a node, whose kubelet has not answered yet. */
    BOUND,
    /** The kubelet has it. */
    RUNNING,
    /** It has ended badly, most likely because its node did not take it in. */
    FAILED,
    /** It has ended well. */
    ENDED
  }

  /**
   * The state that the object shows.
   *
   * @param schedulers the names of those that are here
   */
  static PodState of(KubeObject pod, Set<String> schedulers) {
    String node = text(pod, "spec.nodeName");
    return switch (text(pod, "status.phase")) {
      case "Failed" -> new PodState(pod.key(), Standing.FAILED, node, failure(pod.tree(), node));
      case "Succeeded" -> new PodState(pod.key(), Standing.ENDED, node, "");
      case "Running" -> new PodState(pod.key(), Standing.RUNNING, node, "");
      default ->
          node.isEmpty()
              ? waiting(pod, schedulers)
              : new PodState(pod.key(), Standing.BOUND, node, "");
    };
  }

  private static String text(KubeObject pod, String path) {
    String text = pod.field(path);
    return text == null ? "" : text;
  }

  private static String failure(ObjectNode tree, String node) {
    JsonNode status = tree.path("status");
    return "failed on node %s: %s, %s"
        .formatted(node, status.path("reason").asText(), status.path("message").asText());
  }

  private static PodState waiting(KubeObject pod, Set<String> schedulers) {
    ObjectKey key = pod.key();
    if (pod.isTerminating()) {
      return new PodState(key, Standing.ENDED, "", "");
    }
    String scheduler = text(pod, "spec.schedulerName");
    if (!schedulers.contains(scheduler)) { // whatever its own scheduler has written
      return new PodState(
          key, Standing.UNSERVED, "", "there is no scheduler " + scheduler + " here");
    }
    ObjectNode tree = pod.tree();
    List<String> gates = new ArrayList<>();
    tree.path("spec").path("schedulingGates").forEach(g -> gates.add(g.path("name").asText()));
    if (!gates.isEmpty()) {
      return new PodState(key, Standing.GATED, "", "gated by " + String.join(", ", gates));
    }
    for (JsonNode condition : tree.path("status").path("conditions")) {
      if (condition.path("type").asText().equals("PodScheduled")
          && condition.path("status").asText().equals("False")
          && condition.path("reason").asText().equals("Unschedulable")) {
        return new PodState(
            key, Standing.UNSCHEDULABLE, "", Brief.of(condition.path("message").asText()));
      }
    }
    return new PodState(key, Standing.PENDING, "", "not tried yet");
  }

  boolean waits() {
    return switch (standing) {
      case PENDING, UNSERVED, UNSCHEDULABLE, GATED -> true;
      case BOUND, RUNNING, FAILED, ENDED -> false;
    };
  }

  /** Without the namespace that everybody has. */
  String name() {
    return key.namespace().equals("default") ? key.name() : key.toString();
  }
}
