package dev.berth.kube.decode;

import java.io.IOException;
import java.util.Map;

/**
 * The parts of {@code metadata} that pods and nodes are known by.
 *
 * <p>Threading: one per request.
 */
final class Metadata {
  private static final FieldPolicy.Type TYPE = FieldPolicy.type("ObjectMeta");

  private String namespace = "";
  private String name = "";
  private String uid = "";
  private String resourceVersion = "";
  private Map<String, String> labels = Map.of();
  private long creationTimeMicros;
  private long generation;
  private boolean terminating;

  void read(JsonCursor json) throws IOException, UndecodableObject {
    if (!json.enterObject()) {
      return;
    }
    for (String field = json.nextField(); field != null; field = json.nextField()) {
      switch (field) {
        case "namespace" -> namespace = json.string();
        case "name" -> name = json.string();
        case "uid" -> uid = json.string();
        case "resourceVersion" -> resourceVersion = json.string();
        case "labels" -> labels = json.stringMap();
        case "creationTimestamp" -> creationTimeMicros = json.epochMicros(0);
        case "deletionTimestamp" ->
            terminating = json.epochMicros(Long.MAX_VALUE) != Long.MAX_VALUE;
        case "generation" -> generation = json.int64();
        default -> json.skip(TYPE, field);
      }
      json.identify(namespace, name);
    }
  }

  String namespace() {
    return namespace;
  }

  String name() {
    return name;
  }

  String uid() {
    return uid;
  }

  String resourceVersion() {
    return resourceVersion;
  }

  Map<String, String> labels() {
    return labels;
  }

  /** Zero when the API server has not stamped the object yet. */
  long creationTimeMicros() {
    return creationTimeMicros;
  }

  long generation() {
    return generation;
  }

  boolean terminating() {
    return terminating;
  }
}
