package dev.berth.kube.decode;

import dev.berth.model.OwnerReference;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The parts of {@code metadata} that pods and nodes are known by.
 *
 * <p>Threading: one per request.
 */
final class Metadata {
  private static final FieldPolicy.Type TYPE = FieldPolicy.type("ObjectMeta");
  private static final FieldPolicy.Type OWNER = FieldPolicy.type("OwnerReference");

  private String namespace = "";
  private String name = "";
  private String uid = "";
  private String resourceVersion = "";
  private Map<String, String> labels = Map.of();
  private long creationTimeMicros;
  private long generation;
  private boolean terminating;
  private @Nullable OwnerReference controller;

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
        case "ownerReferences" -> readOwners(json);
        default -> json.skip(TYPE, field);
      }
      json.identify(namespace, name);
    }
  }

  private void readOwners(JsonCursor json) throws IOException, UndecodableObject {
    if (json.enterList()) {
      while (json.nextElement()) {
        if (json.enterObject()) {
          readOwner(json);
        }
      }
    }
  }

  /** Keeps the first owner that controls the object, as {@code metav1.GetControllerOf} does. */
  private void readOwner(JsonCursor json) throws IOException, UndecodableObject {
    String apiVersion = "";
    String kind = "";
    String ownerName = "";
    boolean controls = false;
    for (String field = json.nextField(); field != null; field = json.nextField()) {
      switch (field) {
        case "apiVersion" -> apiVersion = json.string();
        case "kind" -> kind = json.string();
        case "name" -> ownerName = json.string();
        case "controller" -> controls = json.bool();
        default -> json.skip(OWNER, field);
      }
    }
    if (controls && controller == null) {
      controller = new OwnerReference(apiVersion, kind, ownerName);
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

  /** The owner that controls the object; null when there is none. */
  @Nullable OwnerReference controller() {
    return controller;
  }

  long generation() {
    return generation;
  }

  boolean terminating() {
    return terminating;
  }
}
