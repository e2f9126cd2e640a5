package dev.berth.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.AnchorNode;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Builds the JSON tree that one YAML document stands for, as {@code sigs.k8s.io/yaml} does for
 * kube-scheduler: aliases and merge keys are followed, values have the types of YAML 1.1. Fields
 * given twice are noted.
 *
 * <p>A subtree that several aliases name is one object, but it counts once for each of them towards
 * the largest size a document may have, so that a few lines cannot stand for a billion values.
 *
 * <p>Threading: one per request.
 */
final class TreeReader {
  private static final int MAX_VALUES = 100_000;
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final Set<String> TRUE = Set.of("true", "yes", "on");

  private final List<String> duplicates = new ArrayList<>();
  private final IdentityHashMap<Node, Expanded> known = new IdentityHashMap<>();
  private final IdentityHashMap<Node, Boolean> open = new IdentityHashMap<>();
  private int values;

  /** What a node stands for, and how many values that is. */
  private record Expanded(JsonNode tree, int values) {}

  /**
   * Reads one document.
   *
   * @throws YAMLException if it stands for something that is no tree, or for too large a one
   */
  static Document read(Node root) {
    TreeReader reader = new TreeReader();
    JsonNode tree = reader.value(root, "");
    return new Document(tree, reader.duplicates);
  }

  private JsonNode value(Node node, String path) {
    Expanded again = known.get(node);
    if (again != null) {
      count(again.values);
      return again.tree;
    }
    if (open.put(node, true) != null) {
      throw new YAMLException("an alias in " + path + " stands inside what it names");
    }
    int before = values;
    count(1);
    JsonNode tree =
        switch (node) {
          case MappingNode mapping -> object(mapping, path);
          case SequenceNode sequence -> array(sequence, path);
          case ScalarNode scalar -> scalar(scalar);
          case AnchorNode anchor -> value(anchor.getRealNode(), path);
          default -> throw new YAMLException(path + " is neither mapping nor list nor value");
        };
    open.remove(node);
    known.put(node, new Expanded(tree, values - before));
    return tree;
  }

  private void count(int more) {
    values += more;
    if (values > MAX_VALUES) {
      throw new YAMLException("a document stands for more than " + MAX_VALUES + " values");
    }
  }

  private ObjectNode object(MappingNode mapping, String path) {
    ObjectNode object = NODES.objectNode();
    Set<String> given = new HashSet<>();
    for (NodeTuple entry : mapping.getValue()) {
      if (entry.getKeyNode().getTag().equals(Tag.MERGE)) {
        merge(value(entry.getValueNode(), path), object);
        continue;
      }
      String field = name(entry.getKeyNode(), path);
      String fieldPath = path.isEmpty() ? field : path + "." + field;
      if (!given.add(field)) {
        duplicates.add(fieldPath);
      }
      object.set(field, value(entry.getValueNode(), fieldPath));
    }
    return object;
  }

  /** Adds the fields of one mapping or of several that are not there; a later one replaces them. */
  private static void merge(JsonNode source, ObjectNode object) {
    if (source.isArray()) {
      source.forEach(element -> merge(element, object));
    } else {
      source.properties().forEach(field -> object.putIfAbsent(field.getKey(), field.getValue()));
    }
  }

  private static String name(Node key, String path) {
    if (key instanceof ScalarNode scalar) {
      return scalar.getValue();
    }
    throw new YAMLException("the name of a field in " + path + " is not text");
  }

  private ArrayNode array(SequenceNode sequence, String path) {
    ArrayNode array = NODES.arrayNode();
    for (Node element : sequence.getValue()) {
      array.add(value(element, path + "[" + array.size() + "]"));
    }
    return array;
  }

  private static JsonNode scalar(ScalarNode scalar) {
    String text = scalar.getValue();
    Tag tag = scalar.getTag();
    if (tag.equals(Tag.NULL)) {
      return NODES.nullNode();
    }
    if (tag.equals(Tag.BOOL)) {
      return NODES.booleanNode(TRUE.contains(text.toLowerCase(Locale.ROOT)));
    }
    try {
      if (tag.equals(Tag.INT)) {
        return NODES.numberNode(wholeNumber(text.replace("_", "")));
      }
      if (tag.equals(Tag.FLOAT)) {
        return NODES.numberNode(Double.parseDouble(text.replace("_", "")));
      }
    } catch (NumberFormatException e) {
      return NODES.textNode(text);
    }
    return NODES.textNode(text);
  }

  /** Decimal of any length; octal behind 0 and hexadecimal behind 0x up to 64 bits. */
  private static BigInteger wholeNumber(String text) {
    boolean decimal = text.matches("[-+]?(0|[1-9][0-9]*)");
    return decimal ? new BigInteger(text) : BigInteger.valueOf(Long.decode(text));
  }
}
