package dev.berth.kube.decode;

import dev.berth.model.LabelRequirement;
import dev.berth.model.LabelSelector;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads label selectors. A selector that is absent or null selects nothing, an empty one
 * everything.
 *
 * <p>Threading: any thread.
 */
final class LabelSelectors {
  private static final FieldPolicy.Type SELECTOR = FieldPolicy.type("LabelSelector");
  private static final FieldPolicy.Type REQUIREMENT = FieldPolicy.type("LabelSelectorRequirement");
  private static final Set<String> OPERATORS = Set.of("In", "NotIn", "Exists", "DoesNotExist");

  private LabelSelectors() {}

  static LabelSelector read(JsonCursor json) throws IOException, UndecodableObject {
    if (!json.enterObject()) {
      return LabelSelector.NOTHING;
    }
    Map<String, String> labels = Map.of();
    List<LabelRequirement> expressions = new ArrayList<>(0);
    for (String field = json.nextField(); field != null; field = json.nextField()) {
      switch (field) {
        case "matchLabels" -> labels = json.stringMap();
        case "matchExpressions" -> {
          if (json.enterList()) {
            while (json.nextElement()) {
              expressions.add(readRequirement(json));
            }
          }
        }
        default -> json.skip(SELECTOR, field);
      }
    }
    return LabelSelector.of(labels, expressions);
  }

  private static LabelRequirement readRequirement(JsonCursor json)
      throws IOException, UndecodableObject {
    String key = "";
    String operator = "";
    List<String> values = List.of();
    if (json.enterObject()) {
      for (String field = json.nextField(); field != null; field = json.nextField()) {
        switch (field) {
          case "key" -> key = json.string();
          case "operator" -> operator = json.oneOf(OPERATORS);
          case "values" -> values = json.strings();
          default -> json.skip(REQUIREMENT, field);
        }
      }
    }
    return new LabelRequirement(key, operator, values);
  }
}
