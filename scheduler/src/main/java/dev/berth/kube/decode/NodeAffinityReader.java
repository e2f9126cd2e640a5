package dev.berth.kube.decode;

import dev.berth.model.NodeRequirement;
import dev.berth.model.NodeSelector;
import dev.berth.model.NodeSelectorTerm;
import dev.berth.model.PreferredNodeTerm;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code affinity.nodeAffinity}.
 *
 * <p>Threading: one per request.
 */
final class NodeAffinityReader {
  private static final FieldPolicy.Type AFFINITY = FieldPolicy.type("NodeAffinity");
  private static final FieldPolicy.Type SELECTOR = FieldPolicy.type("NodeSelector");
  private static final FieldPolicy.Type TERM = FieldPolicy.type("NodeSelectorTerm");
  private static final FieldPolicy.Type REQUIREMENT = FieldPolicy.type("NodeSelectorRequirement");
  private static final FieldPolicy.Type PREFERRED = FieldPolicy.type("PreferredSchedulingTerm");
  private static final Set<String> OPERATORS =
      Set.of("In", "NotIn", "Exists", "DoesNotExist", "Gt", "Lt");

  private @Nullable NodeSelector required;
  private List<PreferredNodeTerm> preferred = List.of();

  /** Called inside of a structure that narrows placement. */
  void read(JsonCursor json) throws IOException, UndecodableObject {
    if (!json.enterObject()) {
      return;
    }
    for (String field = json.nextField(); field != null; field = json.nextField()) {
      switch (field) {
        case "requiredDuringSchedulingIgnoredDuringExecution" -> required = readSelector(json);
        case "preferredDuringSchedulingIgnoredDuringExecution" -> {
          boolean narrowing = json.widen();
          preferred = readPreferred(json);
          json.restore(narrowing);
        }
        default -> json.skip(AFFINITY, field);
      }
    }
  }

  private static @Nullable NodeSelector readSelector(JsonCursor json)
      throws IOException, UndecodableObject {
    if (!json.enterObject()) {
      return null;
    }
    List<NodeSelectorTerm> terms = new ArrayList<>();
    for (String field = json.nextField(); field != null; field = json.nextField()) {
      if (!field.equals("nodeSelectorTerms")) {
        json.skip(SELECTOR, field);
      } else if (json.enterList()) {
        while (json.nextElement()) {
          terms.add(readTerm(json));
        }
      }
    }
    return NodeSelector.of(terms);
  }

  private static NodeSelectorTerm readTerm(JsonCursor json) throws IOException, UndecodableObject {
    List<NodeRequirement> expressions = List.of();
    List<NodeRequirement> fields = List.of();
    if (json.enterObject()) {
      for (String field = json.nextField(); field != null; field = json.nextField()) {
        switch (field) {
          case "matchExpressions" -> expressions = readRequirements(json);
          case "matchFields" -> fields = readRequirements(json);
          default -> json.skip(TERM, field);
        }
      }
    }
    return NodeSelectorTerm.of(expressions, fields);
  }

  private static List<NodeRequirement> readRequirements(JsonCursor json)
      throws IOException, UndecodableObject {
    if (!json.enterList()) {
      return List.of();
    }
    List<NodeRequirement> requirements = new ArrayList<>();
    while (json.nextElement()) {
      requirements.add(readRequirement(json));
    }
    return requirements;
  }

  private static NodeRequirement readRequirement(JsonCursor json)
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
    return new NodeRequirement(key, operator, values);
  }

  private static List<PreferredNodeTerm> readPreferred(JsonCursor json)
      throws IOException, UndecodableObject {
    if (!json.enterList()) {
      return List.of();
    }
    List<PreferredNodeTerm> terms = new ArrayList<>();
    while (json.nextElement()) {
      int weight = 0;
      NodeSelectorTerm term = NodeSelectorTerm.of(List.of(), List.of());
      if (json.enterObject()) {
        for (String field = json.nextField(); field != null; field = json.nextField()) {
          switch (field) {
            case "weight" -> weight = json.int32();
            case "preference" -> term = readTerm(json);
            default -> json.skip(PREFERRED, field);
          }
        }
      }
      terms.add(new PreferredNodeTerm(weight, term));
    }
    return terms;
  }

  @Nullable NodeSelector required() {
    return required;
  }

  List<PreferredNodeTerm> preferred() {
    return preferred;
  }
}
