package dev.berth.sandbox.snapshot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.sandbox.hollow.Oracle;
import dev.berth.sandbox.objects.Kind;
import dev.berth.sandbox.objects.Kinds;
import dev.berth.sandbox.objects.KubeObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Collects the objects of a file and everything that is wrong with them.
 *
 * <p>Threading: one thread.
 */
final class Intake {

  /**
   * An object and where it came from.
   *
   * <p>Threading: immutable.
   */
  record Item(Place place, KubeObject object) {
    String title() {
      return title(place, object.kind().name(), object.key().toString());
    }

    static String title(Place place, String kind, String name) {
      return place + ", " + kind + " " + name;
    }
  }

  /**
   * All that a file holds.
   *
   * <p>Threading: immutable after the intake has finished.
   */
  record Contents(
      Map<Kind, List<Item>> items, SequencedMap<String, Integer> leftOut, List<String> problems) {
    List<Item> of(Kind kind) {
      return items.getOrDefault(kind, List.of());
    }
  }

  private static final String DEFAULT_NAMESPACE = "default";

  private final Map<Kind, List<Item>> items = new LinkedHashMap<>();
  private final TreeMap<String, Integer> leftOut = new TreeMap<>();
  private final Map<String, Item> byName = new HashMap<>();
  private final Map<String, Item> byUid = new HashMap<>();
  private final List<String> problems = new ArrayList<>();

  void take(Place place, ObjectNode tree) {
    String apiVersion = tree.path("apiVersion").asText();
    String kindName = tree.path("kind").asText();
    String name = tree.path("metadata").path("name").asText();
    String title = Item.title(place, kindName.isEmpty() ? "object" : kindName, name);
    if (apiVersion.isEmpty() || kindName.isEmpty()) {
      problems.add(
          title
              + ": "
              + (apiVersion.isEmpty() ? "apiVersion" : "kind")
              + " is missing. Maybe"
              + " apiVersion: v1 and kind: Pod are meant");
      return;
    }
    Kind kind = Kinds.named(apiVersion, kindName);
    if (kind == null || !Snapshot.isKept(kind)) {
      leftOut.merge(kindName + " (" + apiVersion + ")", 1, Integer::sum);
      return;
    }
    String wrong = wrongShape(tree, name);
    if (wrong != null) {
      problems.add(title + ": " + wrong);
      return;
    }
    keep(place, kind, tree);
  }

  private static @Nullable String wrongShape(ObjectNode tree, String name) {
    if (name.isEmpty()) {
      return "metadata.name is missing";
    }
    for (String map : List.of("labels", "annotations")) {
      JsonNode pairs = tree.path("metadata").path(map);
      if (!pairs.isMissingNode() && !pairs.isNull() && !pairs.isObject()) {
        return "metadata." + map + ": is no map of text to text";
      }
      for (Map.Entry<String, JsonNode> pair : pairs.properties()) {
        if (!pair.getValue().isTextual()) {
          return "metadata.%s[%s]: %s is no text. Maybe it needs quotes"
              .formatted(map, pair.getKey(), pair.getValue());
        }
      }
    }
    for (String map : List.of("spec", "status")) {
      JsonNode part = tree.path(map);
      if (!part.isMissingNode() && !part.isNull() && !part.isObject()) {
        return map + ": is no map";
      }
    }
    return null;
  }

  private void keep(Place place, Kind kind, ObjectNode tree) {
    ObjectNode metadata = tree.withObject("/metadata");
    metadata.remove(List.of("managedFields", "resourceVersion", "selfLink"));
    if (!kind.namespaced()) {
      metadata.remove("namespace");
    } else if (metadata.path("namespace").asText().isEmpty()) {
      metadata.put("namespace", DEFAULT_NAMESPACE);
    }
    Item item = new Item(place, KubeObject.of(kind, tree));
    Item sameName = byName.putIfAbsent(kind + " " + item.object().key(), item);
    if (sameName != null) {
      problems.add(item.title() + ": is in the file twice, first at line " + line(sameName));
      return;
    }
    Item sameUid =
        item.object().uid().isEmpty() ? null : byUid.putIfAbsent(item.object().uid(), item);
    if (sameUid != null) {
      problems.add(
          "%s: metadata.uid: \"%s\" is also that of %s at line %d. Maybe remove the uid of the copy; it gets a new one"
              .formatted(item.title(), item.object().uid(), sameUid.object().key(), line(sameUid)));
      return;
    }
    String unreadable = Oracle.unreadable(item.object());
    if (unreadable != null) {
      problems.add(item.title() + ": " + unreadable);
      return;
    }
    items.computeIfAbsent(kind, k -> new ArrayList<>()).add(item);
  }

  private static int line(Item item) {
    return item.place().line();
  }

  /** Everything; the intake is not used any more. */
  Contents finish() {
    return new Contents(items, leftOut, problems);
  }
}
