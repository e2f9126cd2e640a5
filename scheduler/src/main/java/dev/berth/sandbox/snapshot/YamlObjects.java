package dev.berth.sandbox.snapshot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.berth.sandbox.objects.Json;
import java.io.Reader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.DocumentEndEvent;
import org.yaml.snakeyaml.events.DocumentStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingEndEvent;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceEndEvent;
import org.yaml.snakeyaml.events.SequenceStartEvent;

/**
 * Reads the objects of a YAML or JSON text one at a time: whole documents, and the items of lists.
 *
 * <p>Depth and the growth by aliases are bounded; the length is not, only one object stands in
 * memory. Threading: one thread.
 */
final class YamlObjects {
  private static final int DEEPEST = 100;

  /** How many values aliases of one document may stand for; a billion laughs want more. */
  private static final int MOST_ALIASED = 100_000;

  private static final String STRING_TAG = "tag:yaml.org,2002:str";

  private final String file;
  private final Iterator<Event> events;
  private final BiConsumer<Place, ObjectNode> sink;
  private final Map<String, JsonNode> anchors = new HashMap<>();
  private int document;
  private int aliased;

  private record Held(Place place, ObjectNode object) {}

  private YamlObjects(String file, Reader text, BiConsumer<Place, ObjectNode> sink) {
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(Integer.MAX_VALUE);
    this.file = file;
    this.events = new Yaml(options).parse(text).iterator();
    this.sink = sink;
  }

  /**
   * Gives every object to the sink.
   *
   * @param file its name, for messages
   * @throws SnapshotException when the text is neither, or a document is no object
   */
  static void read(String file, Reader text, BiConsumer<Place, ObjectNode> sink) {
    YamlObjects reader = new YamlObjects(file, text, sink);
    try {
      reader.readAll();
    } catch (MarkedYAMLException e) {
      Mark at = e.getProblemMark();
      throw reader.problem(at, "is no YAML: " + e.getProblem());
    } catch (YAMLException e) {
      throw reader.problem(null, "is no YAML: " + e.getMessage());
    }
  }

  private SnapshotException problem(@Nullable Mark at, String what) {
    int line = at == null ? 1 : at.getLine() + 1;
    return new SnapshotException(new Place(file, Math.max(1, document), line) + ": " + what);
  }

  private void readAll() {
    while (events.hasNext()) {
      if (events.next() instanceof DocumentStartEvent) {
        document++;
        anchors.clear();
        aliased = 0;
        readDocument(events.next());
      }
    }
  }

  private void readDocument(Event first) {
    switch (first) {
      case MappingStartEvent mapping -> readTop(mapping);
      case DocumentEndEvent end -> {}
      case ScalarEvent scalar when value(scalar).isNull() -> {}
      default ->
          throw problem(
              first.getStartMark(),
              "is no object. Maybe apiVersion, kind and metadata are missing above it");
    }
  }

  /** A document with items is a list; an item without a kind waits for that of the list. */
  private void readTop(MappingStartEvent mapping) {
    ObjectNode top = Json.object();
    List<Held> held = new ArrayList<>();
    boolean isList = false;
    for (Event next = events.next(); !(next instanceof MappingEndEvent); next = events.next()) {
      String key = key(next);
      Event value = events.next();
      if (key.equals("items") && value instanceof SequenceStartEvent) {
        isList = true;
        readItems(held);
      } else {
        put(top, key, node(value, 1), next.getStartMark());
      }
    }
    if (!isList) {
      sink.accept(place(mapping), top);
      return;
    }
    String listKind = top.path("kind").asText();
    for (Held item : held) {
      if (listKind.endsWith("List") && listKind.length() > "List".length()) {
        item.object().put("kind", listKind.substring(0, listKind.length() - "List".length()));
        item.object().put("apiVersion", top.path("apiVersion").asText());
      }
      sink.accept(item.place(), item.object());
    }
  }

  private void readItems(List<Held> held) {
    for (Event next = events.next(); !(next instanceof SequenceEndEvent); next = events.next()) {
      if (!(node(next, 2) instanceof ObjectNode object)) {
        throw problem(next.getStartMark(), "holds an item that is no object");
      }
      if (object.path("kind").isTextual()) {
        sink.accept(place(next), object);
      } else {
        held.add(new Held(place(next), object));
      }
    }
  }

  private Place place(Event event) {
    return new Place(file, document, event.getStartMark().getLine() + 1);
  }

  private JsonNode node(Event event, int depth) {
    if (depth > DEEPEST) {
      throw problem(event.getStartMark(), "is nested deeper than " + DEEPEST);
    }
    JsonNode node =
        switch (event) {
          case MappingStartEvent mapping -> mapping(depth);
          case SequenceStartEvent sequence -> sequence(depth);
          case ScalarEvent scalar -> value(scalar);
          case AliasEvent alias -> aliased(alias);
          default -> throw problem(event.getStartMark(), "ends in the middle of an object");
        };
    if (event instanceof NodeEvent named
        && !(event instanceof AliasEvent)
        && named.getAnchor() != null) {
      anchors.put(named.getAnchor(), node);
    }
    return node;
  }

  private ObjectNode mapping(int depth) {
    ObjectNode object = Json.object();
    List<JsonNode> merged = new ArrayList<>();
    for (Event next = events.next(); !(next instanceof MappingEndEvent); next = events.next()) {
      String key = key(next);
      JsonNode value = node(events.next(), depth + 1);
      if (key.equals("<<") && ((ScalarEvent) next).isPlain()) {
        merged.add(value);
      } else {
        put(object, key, value, next.getStartMark());
      }
    }
    merged.forEach(value -> merge(value, object));
    return object;
  }

  private static void merge(JsonNode merged, ObjectNode into) {
    if (merged.isArray()) {
      merged.forEach(each -> merge(each, into));
    }
    merged.properties().forEach(field -> into.putIfAbsent(field.getKey(), field.getValue()));
  }

  private ArrayNode sequence(int depth) {
    ArrayNode array = Json.object().arrayNode();
    for (Event next = events.next(); !(next instanceof SequenceEndEvent); next = events.next()) {
      array.add(node(next, depth + 1));
    }
    return array;
  }

  private void put(ObjectNode object, String key, JsonNode value, Mark at) {
    if (object.has(key)) {
      throw problem(at, "\"" + key + "\" is given twice. Maybe a \"---\" is missing above it");
    }
    object.set(key, value);
  }

  private String key(Event event) {
    return switch (event) {
      case ScalarEvent scalar -> scalar.getValue();
      default -> throw problem(event.getStartMark(), "has a key that is no text");
    };
  }

  private static JsonNode value(ScalarEvent scalar) {
    boolean isText = !scalar.isPlain() || STRING_TAG.equals(scalar.getTag());
    return isText ? TextNode.valueOf(scalar.getValue()) : PlainScalar.meaning(scalar.getValue());
  }

  private JsonNode aliased(AliasEvent alias) {
    JsonNode original = anchors.get(alias.getAnchor());
    if (original == null) {
      throw problem(alias.getStartMark(), "*" + alias.getAnchor() + " stands for nothing");
    }
    aliased += size(original);
    if (aliased > MOST_ALIASED) {
      throw problem(
          alias.getStartMark(), "aliases stand for more than " + MOST_ALIASED + " values");
    }
    return original.deepCopy();
  }

  private static int size(JsonNode node) {
    int size = 1;
    for (JsonNode child : node) {
      size += size(child);
    }
    return size;
  }
}
