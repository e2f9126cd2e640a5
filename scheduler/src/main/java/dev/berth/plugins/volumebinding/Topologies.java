package dev.berth.plugins.volumebinding;

import dev.berth.model.LabelSelector;
import dev.berth.model.Labels;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Selectors of nodes of which one has to match, found by a label that they ask for: a driver of
 * local disks publishes one for each node.
 *
 * <p>Threading: one per attempt.
 */
final class Topologies {
  private final Map<String, Map<String, List<LabelSelector>>> byLabel = new HashMap<>();
  private final List<LabelSelector> others = new ArrayList<>();

  Topologies(Collection<LabelSelector> selectors) {
    for (LabelSelector selector : selectors) {
      Map<String, String> asked = selector.matchLabels();
      if (asked.isEmpty()) {
        others.add(selector);
      } else {
        String key = Collections.min(asked.keySet());
        byLabel
            .computeIfAbsent(key, _ -> new HashMap<>())
            .computeIfAbsent(asked.getOrDefault(key, ""), _ -> new ArrayList<>())
            .add(selector);
      }
    }
  }

  boolean include(Labels node) {
    for (Map.Entry<String, Map<String, List<LabelSelector>>> ofKey : byLabel.entrySet()) {
      String value = node.get(ofKey.getKey());
      if (value != null && any(ofKey.getValue().getOrDefault(value, List.of()), node)) {
        return true;
      }
    }
    return any(others, node);
  }

  private static boolean any(List<LabelSelector> selectors, Labels node) {
    for (LabelSelector selector : selectors) {
      if (selector.matches(node)) {
        return true;
      }
    }
    return false;
  }
}
