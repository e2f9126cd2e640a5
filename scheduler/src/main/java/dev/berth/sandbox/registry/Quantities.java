package dev.berth.sandbox.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.sandbox.objects.Kind;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Lists of resources in a tree: made canonical when read, checked as {@code
 * pkg/apis/core/validation} of Kubernetes 1.36.3 does.
 *
 * <p>Threading: any thread.
 */
final class Quantities {
  private static final Set<String> INTEGER_RESOURCES =
      Set.of(
          "pods",
          "resourcequotas",
          "services",
          "replicationcontrollers",
          "secrets",
          "configmaps",
          "persistentvolumeclaims",
          "services.nodeports",
          "services.loadbalancers");

  private Quantities() {}

  /** Writes every amount of a list of resources as the server would show it. */
  static void canonicalize(Kind kind, JsonNode resources) {
    if (resources instanceof ObjectNode list) {
      for (Map.Entry<String, JsonNode> each : List.copyOf(list.properties())) {
        String text = each.getValue().asText();
        Quantity quantity = Quantity.parse(text);
        if (quantity == null) {
          throw Shapes.refused(kind, Quantity.complaint(text));
        }
        list.put(each.getKey(), quantity.canonical());
      }
    }
  }

  /** An amount that {@link #canonicalize} has seen. */
  static Quantity of(JsonNode canonical) {
    Quantity quantity = Quantity.parse(canonical.asText());
    if (quantity == null) {
      throw new IllegalArgumentException(
          "no quantity: " + canonical + " (Maybe it was not made canonical first?)");
    }
    return quantity;
  }

  static void check(String resource, JsonNode amount, String field, Problems problems) {
    Quantity quantity = of(amount);
    if (quantity.isNegative()) {
      problems.invalid(field, amount.asText(), "must be greater than or equal to 0");
    }
    boolean integer = INTEGER_RESOURCES.contains(resource) || isExtended(resource);
    if (integer && !quantity.isWhole()) {
      problems.invalid(field, amount.asText(), "must be an integer");
    }
  }

  /** Whether it is of the server's own domain, or of none. */
  static boolean isNative(String resource) {
    return !resource.contains("/") || resource.contains("kubernetes.io/");
  }

  static boolean isHugePages(String resource) {
    return resource.startsWith("hugepages-");
  }

  static boolean isExtended(String resource) {
    return !isNative(resource)
        && !resource.startsWith("requests.")
        && Names.labelKey("requests." + resource).isEmpty();
  }
}
