package dev.berth.kube.decode;

import com.fasterxml.jackson.core.JsonParser;
import dev.berth.model.Interner;
import dev.berth.model.Labels;
import dev.berth.model.Node;
import dev.berth.model.RawJson;
import dev.berth.model.Resources;
import dev.berth.model.Taint;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * From the JSON of a v1 Node to a {@link Node}, token by token, without a tree in between.
 *
 * <p>A wrong type in a field that matters makes the node undecodable; unknown fields are reported
 * and skipped. {@link FieldPolicy} has the list.
 *
 * <p>Threading: any thread.
 */
public final class NodeDecoder {
  private static final String KIND = "Node";
  private static final FieldPolicy.Type NODE = FieldPolicy.type("Node");
  private static final FieldPolicy.Type SPEC = FieldPolicy.type("NodeSpec");
  private static final FieldPolicy.Type STATUS = FieldPolicy.type("NodeStatus");
  private static final FieldPolicy.Type TAINT = FieldPolicy.type("Taint");
  private static final FieldPolicy.Type IMAGE = FieldPolicy.type("ContainerImage");

  private final Interner interner;
  private final UnknownFieldListener unknownFields;
  private final @Nullable Predicate<Node> keeping;

  /**
   * A decoder.
   *
   * @param interner shares what nodes have in common, and node names with the pods on them
   * @param unknownFields told of fields that were skipped and are not of Kubernetes 1.36
   */
  public NodeDecoder(Interner interner, UnknownFieldListener unknownFields) {
    this(interner, unknownFields, null);
  }

  private NodeDecoder(
      Interner interner, UnknownFieldListener unknownFields, @Nullable Predicate<Node> keeping) {
    this.interner = interner;
    this.unknownFields = unknownFields;
    this.keeping = keeping;
  }

  /**
   * The same, which gives those nodes of a stream their {@link Node#source}. Every node is copied
   * before it is read, so this costs about as much again.
   */
  public NodeDecoder keeping(Predicate<Node> wanted) {
    return new NodeDecoder(interner, unknownFields, wanted);
  }

  /**
   * Decodes a document.
   *
   * @throws UndecodableObject when it is not JSON or cannot be understood
   */
  public Node decode(byte[] json) throws UndecodableObject {
    return ObjectDecoding.from(json, KIND, unknownFields, this::read);
  }

  /**
   * Decodes the object whose first brace is the parser's current token: an item of a list, the
   * object of a watch event. Afterwards the parser is at its closing brace, also when this throws
   * {@link UndecodableObject}.
   *
   * @throws UndecodableObject when the object cannot be understood; the next one can be read
   * @throws IOException when the stream breaks or is not JSON; nothing more can be read from it
   */
  public Node decode(JsonParser parser) throws IOException, UndecodableObject {
    if (keeping == null || !parser.isExpectedStartObjectToken()) {
      return ObjectDecoding.from(parser, KIND, unknownFields, this::read);
    }
    byte[] source = KeptSource.of(parser);
    Node node = decode(source);
    return keeping.test(node) ? node.toBuilder().source(RawJson.of(source)).build() : node;
  }

  private Node read(JsonCursor json) throws IOException, UndecodableObject {
    Metadata metadata = new Metadata();
    Node.Builder node = Node.builder("");
    for (String field = json.nextField(); field != null; field = json.nextField()) {
      switch (field) {
        case "metadata" -> metadata.read(json);
        case "spec" -> readSpec(json, node);
        case "status" -> readStatus(json, node);
        default -> json.skip(NODE, field);
      }
    }
    if (metadata.name().isEmpty()) {
      throw json.undecodable("has no metadata.name", null);
    }
    return node.name(interner.intern(metadata.name()))
        .uid(metadata.uid())
        .resourceVersion(metadata.resourceVersion())
        .labels(interner.intern(Labels.of(metadata.labels())))
        .build();
  }

  private void readSpec(JsonCursor json, Node.Builder node) throws IOException, UndecodableObject {
    if (!json.enterObject()) {
      return;
    }
    for (String field = json.nextField(); field != null; field = json.nextField()) {
      switch (field) {
        case "unschedulable" -> node.unschedulable(json.bool());
        case "taints" -> node.taints(interner.intern(readTaints(json)));
        default -> json.skip(SPEC, field);
      }
    }
  }

  private static List<Taint> readTaints(JsonCursor json) throws IOException, UndecodableObject {
    if (!json.enterList()) {
      return List.of();
    }
    List<Taint> taints = new ArrayList<>();
    while (json.nextElement()) {
      if (json.enterObject()) {
        taints.add(readTaint(json));
      }
    }
    return List.copyOf(taints);
  }

  private static Taint readTaint(JsonCursor json) throws IOException, UndecodableObject {
    String key = "";
    String value = "";
    String effect = "";
    for (String field = json.nextField(); field != null; field = json.nextField()) {
      switch (field) {
        case "key" -> key = json.string();
        case "value" -> value = json.string();
        case "effect" -> effect = json.string();
        default -> json.skip(TAINT, field);
      }
    }
    return new Taint(key, value, effect);
  }

  private void readStatus(JsonCursor json, Node.Builder node)
      throws IOException, UndecodableObject {
    if (!json.enterObject()) {
      return;
    }
    for (String field = json.nextField(); field != null; field = json.nextField()) {
      switch (field) {
        case "allocatable" ->
            node.allocatable(interner.intern(Resources.of(ResourceLists.read(json))));
        case "images" -> node.imageSizes(readImages(json));
        case "declaredFeatures" -> node.declaredFeatures(readFeatures(json));
        default -> json.skip(STATUS, field);
      }
    }
  }

  private Map<String, Long> readImages(JsonCursor json) throws IOException, UndecodableObject {
    if (!json.enterList()) {
      return Map.of();
    }
    Map<String, Long> sizes = new HashMap<>();
    while (json.nextElement()) {
      if (json.enterObject()) {
        readImage(json, sizes);
      }
    }
    return sizes;
  }

  private void readImage(JsonCursor json, Map<String, Long> sizes)
      throws IOException, UndecodableObject {
    List<String> names = List.of();
    long sizeBytes = 0;
    for (String field = json.nextField(); field != null; field = json.nextField()) {
      switch (field) {
        case "names" -> names = json.strings();
        case "sizeBytes" -> sizeBytes = json.int64();
        default -> json.skip(IMAGE, field);
      }
    }
    for (String name : names) {
      sizes.putIfAbsent(interner.intern(name), sizeBytes); // the first one counts
    }
  }

  private Set<String> readFeatures(JsonCursor json) throws IOException, UndecodableObject {
    Set<String> features = new HashSet<>();
    for (String feature : json.strings()) {
      features.add(interner.intern(feature));
    }
    return features;
  }
}
