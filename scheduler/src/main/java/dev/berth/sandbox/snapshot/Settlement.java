package dev.berth.sandbox.snapshot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.sandbox.objects.Json;
import dev.berth.sandbox.objects.Kind;
import dev.berth.sandbox.objects.Kinds;
import dev.berth.sandbox.objects.KubeObject;
import dev.berth.sandbox.objects.ObjectKey;
import dev.berth.sandbox.objects.StatusException;
import dev.berth.sandbox.registry.Registry;
import dev.berth.sandbox.registry.Registry.WriteOptions;
import dev.berth.sandbox.snapshot.Intake.Contents;
import dev.berth.sandbox.snapshot.Intake.Item;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Puts the objects of a file into a cluster, those first that others need.
 *
 * <p>What has a uid was in a cluster already and is restored as it was; what has none is created
 * like any other new object. Threading: one thread.
 */
final class Settlement {
  /** Every cluster has some of these from its first moment on. */
  private static final List<Kind> SHARED =
      List.of(Kinds.NAMESPACE, Kinds.PRIORITY_CLASS, Kinds.SERVICE_ACCOUNT);

  private final Registry registry;
  private final List<String> made = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();

  Settlement(Registry registry) {
    this.registry = registry;
  }

  Loaded settle(Contents contents) {
    if (!contents.problems().isEmpty()) {
      throw new SnapshotException(contents.problems());
    }
    contents.of(Kinds.NAMESPACE).forEach(this::put);
    makeNamespaces(contents);
    contents.of(Kinds.PRIORITY_CLASS).forEach(this::put);
    makePriorityClasses(contents);
    order(contents).forEach(kind -> contents.of(kind).forEach(this::put));
    if (!problems.isEmpty()) {
      throw new SnapshotException(problems);
    }
    LinkedHashMap<String, Integer> counts = new LinkedHashMap<>();
    Kinds.all().stream()
        .filter(kind -> !contents.of(kind).isEmpty())
        .forEach(kind -> counts.put(kind.plural(), contents.of(kind).size()));
    return new Loaded(counts, contents.leftOut(), made, warnings(contents));
  }

  /** What is left, pods last. */
  private static List<Kind> order(Contents contents) {
    Stream<Kind> others =
        contents.items().keySet().stream()
            .filter(kind -> !kind.equals(Kinds.NAMESPACE))
            .filter(kind -> !kind.equals(Kinds.PRIORITY_CLASS))
            .filter(kind -> !kind.equals(Kinds.POD));
    return Stream.concat(others, Stream.of(Kinds.POD)).toList();
  }

  private void put(Item item) {
    KubeObject object = item.object();
    Kind kind = object.kind();
    boolean isNew = object.uid().isEmpty();
    if (isNew && SHARED.contains(kind) && registry.find(kind, object.key()) != null) {
      return;
    }
    try {
      if (isNew) {
        registry.create(kind, object.namespace(), object.tree(), WriteOptions.NONE);
      } else {
        registry.restore(kind, object.tree());
      }
    } catch (StatusException e) {
      problems.add(item.title() + ": " + e.getMessage());
    }
  }

  private void makeNamespaces(Contents contents) {
    Set<String> named = new TreeSet<>();
    contents
        .items()
        .forEach((kind, items) -> items.forEach(i -> named.add(i.object().namespace())));
    named.remove("");
    for (String namespace : named) {
      if (registry.find(Kinds.NAMESPACE, ObjectKey.ofCluster(namespace)) == null) {
        make("namespace " + namespace, Kinds.NAMESPACE, object(Kinds.NAMESPACE, namespace));
      }
    }
  }

  /** With the priority that the pods of the class have. */
  private void makePriorityClasses(Contents contents) {
    for (Item item : contents.of(Kinds.POD)) {
      JsonNode spec = item.object().tree().path("spec");
      String name = spec.path("priorityClassName").asText();
      if (!name.isEmpty()
          && registry.find(Kinds.PRIORITY_CLASS, ObjectKey.ofCluster(name)) == null) {
        ObjectNode priorityClass = object(Kinds.PRIORITY_CLASS, name);
        priorityClass.put("value", spec.path("priority").asInt());
        priorityClass.put("description", "Made from the pods of a snapshot.");
        if (spec.path("preemptionPolicy").isTextual()) {
          priorityClass.set("preemptionPolicy", spec.path("preemptionPolicy"));
        }
        make("priority class " + name, Kinds.PRIORITY_CLASS, priorityClass);
      }
    }
  }

  /** What other objects need and the file has not. */
  private void make(String what, Kind kind, ObjectNode object) {
    try {
      registry.create(kind, "", object, WriteOptions.NONE);
      made.add(what);
    } catch (StatusException e) {
      problems.add(what + ", which the file names and has not: " + e.getMessage());
    }
  }

  private static ObjectNode object(Kind kind, String name) {
    ObjectNode object = Json.object();
    object.put("apiVersion", kind.apiVersion()).put("kind", kind.name());
    object.putObject("metadata").put("name", name);
    return object;
  }

  private static List<String> warnings(Contents contents) {
    Set<String> nodes = new HashSet<>();
    contents.of(Kinds.NODE).forEach(node -> nodes.add(node.object().name()));
    long astray =
        contents.of(Kinds.POD).stream()
            .map(pod -> pod.object().field("spec.nodeName"))
            .filter(node -> node != null && !node.isEmpty() && !nodes.contains(node))
            .count();
    if (astray == 0) {
      return List.of();
    }
    return List.of(
        astray
            + " pods are on nodes that the file does not have; they will be removed as the pods of"
            + " deleted nodes are. Maybe the nodes are missing: kubectl get nodes,pods -A -o yaml");
  }
}
