package dev.berth.sandbox.census;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.sandbox.hollow.Occupancy;
import dev.berth.sandbox.hollow.Occupancy.Share;
import dev.berth.sandbox.objects.KubeObject;
import dev.berth.sandbox.view.Situation.NodeFill;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What the census keeps of a node.
 *
 * <p>Threading: immutable.
 *
 * @param note what keeps pods away
 */
record NodeState(String zone, String note) {
  private static final String ZONE = "topology.kubernetes.io/zone";

  static NodeState of(KubeObject node) {
    return new NodeState(node.labels().getOrDefault(ZONE, ""), note(node.tree()));
  }

  private static String note(ObjectNode node) {
    JsonNode spec = node.path("spec");
    if (spec.path("unschedulable").asBoolean()) {
      return "cordoned";
    }
    for (JsonNode taint : spec.path("taints")) {
      if (!taint.path("effect").asText().equals("PreferNoSchedule")) {
        return "taint " + taint.path("key").asText();
      }
    }
    return "";
  }

  NodeFill fill(String name, Occupancy occupancy) {
    return new NodeFill(
        name,
        zone,
        occupancy.share(name, "cpu").part(),
        occupancy.share(name, "memory").part(),
        occupancy.pods(name),
        occupancy.share(name, "pods").allocatable().intValue(),
        text(occupancy.extended(name)),
        note);
  }

  /** {@code gpu 2/4}. */
  private static String text(List<Share> extended) {
    return extended.stream()
        .map(
            share ->
                "%s %s/%s"
                    .formatted(
                        share.resource().substring(share.resource().lastIndexOf('/') + 1),
                        share.taken().toPlainString(),
                        share.allocatable().toPlainString()))
        .collect(Collectors.joining(" "));
  }
}
