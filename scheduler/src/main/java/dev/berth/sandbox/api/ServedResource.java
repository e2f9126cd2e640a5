package dev.berth.sandbox.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.sandbox.objects.Json;
import dev.berth.sandbox.objects.Kind;
import dev.berth.sandbox.objects.Kinds;
import java.util.List;

/**
 * What discovery tells of one resource.
 *
 * <p>Threading: immutable.
 */
record ServedResource(
    String plural,
    String singular,
    String kind,
    boolean namespaced,
    List<String> verbs,
    List<String> shortNames,
    List<String> categories,
    List<Sub> subresources) {

  private static final List<String> NONE = List.of();
  private static final List<String> CREATE = List.of("create");
  private static final List<String> ALL =
      List.of("create", "delete", "deletecollection", "get", "list", "patch", "update", "watch");
  private static final List<String> ALL_BUT_COLLECTION =
      List.of("create", "delete", "get", "list", "patch", "update", "watch");

  static final ServedResource BINDINGS =
      new ServedResource("bindings", "binding", "Binding", true, CREATE, NONE, NONE, List.of());

  ServedResource {
    verbs = List.copyOf(verbs);
    shortNames = List.copyOf(shortNames);
    categories = List.copyOf(categories);
    subresources = List.copyOf(subresources);
  }

  /** One below an object. */
  record Sub(String name, String kind, List<String> verbs) {
    Sub {
      verbs = List.copyOf(verbs);
    }

    private static Sub of(Kind parent, String name) {
      return name.equals("binding")
          ? new Sub(name, "Binding", CREATE)
          : new Sub(name, parent.name(), List.of("get", "patch", "update"));
    }

    ObjectNode described(ServedResource parent) {
      ObjectNode node =
          Json.object()
              .put("name", parent.plural() + "/" + name)
              .put("singularName", "")
              .put("namespaced", parent.namespaced())
              .put("kind", kind);
      addAll(node.putArray("verbs"), verbs);
      return node;
    }

    private ObjectNode aggregated(ServedGroup group) {
      ObjectNode node = Json.object().put("subresource", name);
      node.set("responseKind", responseKind(group, kind));
      addAll(node.putArray("verbs"), verbs);
      return node;
    }
  }

  static ServedResource of(Kind kind) {
    return new ServedResource(
        kind.plural(),
        kind.singular(),
        kind.name(),
        kind.namespaced(),
        kind.equals(Kinds.NAMESPACE) ? ALL_BUT_COLLECTION : ALL,
        kind.shortNames(),
        kind.equals(Kinds.POD) ? List.of("all") : NONE,
        kind.subresources().stream().map(name -> Sub.of(kind, name)).toList());
  }

  static ServedResource of(ReviewKind kind) {
    return new ServedResource(
        kind.plural(),
        kind.singular(),
        kind.name(),
        kind.namespaced(),
        CREATE,
        NONE,
        NONE,
        List.of());
  }

  ObjectNode described() {
    ObjectNode node =
        Json.object()
            .put("name", plural)
            .put("singularName", singular)
            .put("namespaced", namespaced)
            .put("kind", kind);
    addAll(node.putArray("verbs"), verbs);
    addNames(node);
    return node;
  }

  ObjectNode aggregated(ServedGroup group) {
    ObjectNode node = Json.object().put("resource", plural);
    node.set("responseKind", responseKind(group, kind));
    node.put("scope", namespaced ? "Namespaced" : "Cluster").put("singularResource", singular);
    addAll(node.putArray("verbs"), verbs);
    addNames(node);
    if (!subresources.isEmpty()) {
      ArrayNode all = node.putArray("subresources");
      subresources.forEach(sub -> all.add(sub.aggregated(group)));
    }
    return node;
  }

  private void addNames(ObjectNode node) {
    if (!shortNames.isEmpty()) {
      addAll(node.putArray("shortNames"), shortNames);
    }
    if (!categories.isEmpty()) {
      addAll(node.putArray("categories"), categories);
    }
  }

  private static ObjectNode responseKind(ServedGroup group, String kind) {
    return Json.object().put("group", group.name()).put("version", "v1").put("kind", kind);
  }

  private static void addAll(ArrayNode array, List<String> words) {
    words.forEach(array::add);
  }
}
