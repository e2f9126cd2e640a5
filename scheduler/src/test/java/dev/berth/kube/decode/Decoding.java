package dev.berth.kube.decode;

import dev.berth.model.Interner;
import dev.berth.model.Node;
import dev.berth.model.PodInfo;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Decodes JSON written with single quotes, and remembers which unknown fields were reported. */
final class Decoding {
  private final List<String> unknownFields = new ArrayList<>();
  private final UnknownFieldListener listener =
      (kind, path) -> unknownFields.add(kind + " " + path);

  PodInfo pod(String json) throws UndecodableObject {
    return new PodDecoder(new Interner(), listener).decode(bytes(json));
  }

  /** A pod {@code shop/web} with this {@code spec}. */
  PodInfo podWithSpec(String spec) throws UndecodableObject {
    return pod("{'metadata': {'namespace': 'shop', 'name': 'web'}, 'spec': " + spec + "}");
  }

  Node node(String json) throws UndecodableObject {
    return new NodeDecoder(new Interner(), listener).decode(bytes(json));
  }

  List<String> unknownFields() {
    return unknownFields;
  }

  static byte[] bytes(String json) {
    return json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
  }
}
