package dev.berth.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * A disagreement with everything that is needed to understand it.
 *
 * @param objects the pod, the node concerned if there is one, and the configuration if the case
 *     brings one
 */
public record Difference(
    String family, String caseName, Finding.Disagree finding, List<JsonNode> objects) {
  public Difference {
    objects = List.copyOf(objects);
  }
}
