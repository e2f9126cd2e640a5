package dev.berth.plugins;

import dev.berth.model.ContainerResources;
import dev.berth.model.ContainerSpec;
import dev.berth.model.Labels;
import dev.berth.model.Node;
import dev.berth.model.NodeInfo;
import dev.berth.model.NodeRequirement;
import dev.berth.model.NodeSelector;
import dev.berth.model.NodeSelectorTerm;
import dev.berth.model.PodInfo;
import dev.berth.model.PodKey;
import dev.berth.model.PodRequests;
import dev.berth.model.PodResourceSpec;
import dev.berth.model.Quantity;
import dev.berth.model.Resources;
import dev.berth.model.Taint;
import dev.berth.model.Toleration;
import dev.berth.model.Tolerations;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Short ways to write pods and nodes in the tests of plugins. */
public final class Make {

  private Make() {}

  /** A pod whose uid is its name. */
  public static PodInfo.Builder pod(String name) {
    return PodInfo.builder(new PodKey("default", name)).uid(name);
  }

  /** A node that has nothing. */
  public static Node.Builder node(String name) {
    return Node.builder(name);
  }

  public static NodeInfo info(Node.Builder node) {
    return NodeInfo.of(node.build());
  }

  /** Requests of a pod with one container, written as {@code cpu=100m}. */
  public static PodRequests requests(String... amounts) {
    return PodRequests.of(PodResourceSpec.of(List.of(container(amounts)), List.of()));
  }

  public static ContainerSpec container(String... amounts) {
    return new ContainerSpec("c", new ContainerResources(quantities(amounts), Map.of()), false);
  }

  /** Amounts of a node, written as {@code cpu=4}. */
  public static Resources resources(String... amounts) {
    return Resources.of(quantities(amounts));
  }

  public static Map<String, Quantity> quantities(String... amounts) {
    Map<String, Quantity> quantities = new TreeMap<>();
    for (String amount : amounts) {
      int equals = amount.lastIndexOf('=');
      quantities.put(amount.substring(0, equals), Quantity.parse(amount.substring(equals + 1)));
    }
    return quantities;
  }

  /** Labels, written as {@code key=value}. */
  public static Labels labels(String... pairs) {
    Map<String, String> labels = new TreeMap<>();
    for (String pair : pairs) {
      int equals = pair.indexOf('=');
      labels.put(pair.substring(0, equals), pair.substring(equals + 1));
    }
    return Labels.of(labels);
  }

  /** A taint, written as kubectl does: {@code key=value:Effect}. */
  public static Taint taint(String text) {
    int equals = text.indexOf('=');
    int colon = text.indexOf(':');
    return new Taint(
        text.substring(0, equals), text.substring(equals + 1, colon), text.substring(colon + 1));
  }

  public static Tolerations tolerations(Toleration... all) {
    return Tolerations.of(List.of(all));
  }

  /** Tolerates the key with any value; an empty effect means every effect. */
  public static Toleration tolerates(String key, String effect) {
    return new Toleration(key, "Exists", "", effect);
  }

  public static NodeRequirement requirement(String key, String operator, String... values) {
    return new NodeRequirement(key, operator, List.of(values));
  }

  /** A term of label expressions, all of which must hold. */
  public static NodeSelectorTerm term(NodeRequirement... expressions) {
    return NodeSelectorTerm.of(List.of(expressions), List.of());
  }

  /** A term of field expressions, all of which must hold. */
  public static NodeSelectorTerm fields(NodeRequirement... fields) {
    return NodeSelectorTerm.of(List.of(), List.of(fields));
  }

  /** Terms of which one must match. */
  public static NodeSelector anyOf(NodeSelectorTerm... terms) {
    return NodeSelector.of(List.of(terms));
  }
}
