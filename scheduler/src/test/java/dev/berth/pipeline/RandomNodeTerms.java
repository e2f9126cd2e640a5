package dev.berth.pipeline;

import dev.berth.model.NodeRequirement;
import dev.berth.model.NodeSelector;
import dev.berth.model.NodeSelectorTerm;
import dev.berth.model.PreferredNodeTerm;
import dev.berth.model.RequiredNodes;
import dev.berth.plugins.Make;
import java.util.List;
import java.util.Map;

/** Random terms that name nodes by labels or by name. */
final class RandomNodeTerms {
  private final Chance chance;

  RandomNodeTerms(Chance chance) {
    this.chance = chance;
  }

  RequiredNodes requiredNodes() {
    Map<String, String> selector = chance.oneIn(3) ? Map.of("zone", "a") : Map.of();
    return RequiredNodes.of(
        selector, chance.oneIn(3) ? null : NodeSelector.of(chance.some(2, this::required)));
  }

  NodeSelectorTerm required() {
    if (chance.oneIn(3)) {
      return NodeSelectorTerm.of(
          chance.oneIn(2) ? List.of() : List.of(expression()),
          List.of(requirement("metadata.name", chance.oneIn(4) ? "NotIn" : "In", "n" + node())));
    }
    return NodeSelectorTerm.of(chance.some(2, this::expression), List.of());
  }

  private int node() {
    return chance.below(20);
  }

  PreferredNodeTerm preferred() {
    NodeSelectorTerm unparsable = Make.term(requirement("zone", "In", "-not a label-"));
    NodeSelectorTerm term = chance.oneIn(40) ? unparsable : Make.term(expression());
    return new PreferredNodeTerm(chance.below(4) * 10, term);
  }

  private NodeRequirement expression() {
    return switch (chance.below(5)) {
      case 0 -> requirement("zone", "NotIn", "a");
      case 1 -> requirement("disk", "Exists");
      case 2 -> requirement("disk", "DoesNotExist");
      case 3 -> requirement("disk", "In", "ssd");
      default -> requirement("zone", "In", "a", chance.pick(List.of("b", "c")));
    };
  }

  private static NodeRequirement requirement(String key, String operator, String... values) {
    return Make.requirement(key, operator, values);
  }
}
