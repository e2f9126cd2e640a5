package dev.berth.sandbox.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.sandbox.objects.Json;
import dev.berth.sandbox.objects.Kind;
import dev.berth.sandbox.objects.Kinds;
import dev.berth.sandbox.objects.KubeObject;
import dev.berth.sandbox.objects.ObjectKey;
import dev.berth.sandbox.registry.Registry.DeleteOptions;
import dev.berth.sandbox.registry.Registry.Part;
import dev.berth.sandbox.registry.Registry.WriteOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * One request and what kube-apiserver 1.36.3 answered to it: a line of {@code recorded.jsonl}. A
 * request is added as a line with code 0, and recorded by {@link RecordedAnswersIT}.
 *
 * <p>Recorded with the controller manager beside it, so that service accounts are there. Times that
 * the server set are {@code NOW}, uids {@code UID}, random ends of names {@code RANDOM} and
 * versions in messages {@code N}. Threading: immutable.
 */
record RecordedStep(JsonNode line) {
  private static final int STORE_REFUSES = 500;

  private static final Map<String, Kind> KINDS =
      Map.of(
          "Pod", Kinds.POD,
          "Node", Kinds.NODE,
          "Namespace", Kinds.NAMESPACE,
          "CoreEvent", Kinds.CORE_EVENT,
          "Event", Kinds.EVENT,
          "Lease", Kinds.LEASE,
          "PriorityClass", Kinds.PRIORITY_CLASS,
          "ServiceAccount", Kinds.SERVICE_ACCOUNT,
          "DeviceClass", Kinds.DEVICE_CLASS);

  static List<RecordedStep> all() throws IOException {
    List<RecordedStep> steps = new ArrayList<>();
    try (InputStream file = RecordedStep.class.getResourceAsStream("recorded.jsonl")) {
      String text = new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
      for (String line : text.lines().toList()) {
        steps.add(new RecordedStep(Json.parse(line.getBytes(StandardCharsets.UTF_8))));
      }
    }
    return steps;
  }

  String what() {
    return line.path("what").asText();
  }

  int wantCode() {
    return line.path("code").asInt();
  }

  /**
   * Whether it can be tried beforehand without a trace, and is answered as in earnest; not before
   * it is recorded, nor when it is the store that refuses it, which a trial does not reach.
   */
  boolean canBeTried() {
    return wantCode() != 0
        && wantCode() != STORE_REFUSES
        && (action().equals("create") || action().equals("get"));
  }

  /** The line of this request with another answer. */
  String with(int code, JsonNode answer) {
    ObjectNode other = line.deepCopy();
    other.put("code", code).set("answer", answer);
    return other.toString();
  }

  /** The method of its request. */
  String verb() {
    return switch (action()) {
      case "get" -> "GET";
      case "update", "status" -> "PUT";
      case "delete" -> "DELETE";
      default -> "POST";
    };
  }

  /** The path of its request. */
  String path() {
    Kind kind = kind();
    String group = kind.group().isEmpty() ? "/api/" : "/apis/" + kind.group() + "/";
    String namespace = kind.namespaced() ? "/namespaces/" + line.path("namespace").asText() : "";
    String name = line.path("name").asText();
    String part =
        switch (action()) {
          case "status" -> "/status";
          case "bind" -> "/binding";
          default -> "";
        };
    return group
        + kind.version()
        + namespace
        + "/"
        + kind.plural()
        + (name.isEmpty() ? "" : "/" + name)
        + part;
  }

  private String action() {
    return line.path("do").asText();
  }

  JsonNode wantAnswer() {
    return line.path("answer");
  }

  private Kind kind() {
    return Objects.requireNonNull(KINDS.get(line.path("kind").asText()));
  }

  private ObjectKey key() {
    String namespace = kind().namespaced() ? line.path("namespace").asText() : "";
    return new ObjectKey(namespace, line.path("name").asText());
  }

  ObjectNode body() {
    return line.path("body").deepCopy();
  }

  /** The object that comes of it, null when the answer to it says nothing about one. */
  JsonNode run(Registry registry) {
    Kind kind = kind();
    ObjectKey key = key();
    return switch (action()) {
      case "create" -> registry.create(kind, key.namespace(), body(), WriteOptions.NONE).tree();
      case "get" -> registry.get(kind, key).tree();
      case "update" -> update(registry, Part.WHOLE);
      case "status" -> update(registry, Part.STATUS);
      case "delete" -> delete(registry);
      case "bind" -> {
        registry.bind(key, body(), WriteOptions.NONE);
        yield success();
      }
      default -> throw new IllegalStateException("no such step: " + line);
    };
  }

  private static JsonNode success() {
    ObjectNode status = Json.object().put("kind", "Status").put("apiVersion", "v1");
    status.putObject("metadata");
    return status.put("status", "Success").put("code", 201);
  }

  private JsonNode update(Registry registry, Part part) {
    return registry
        .update(
            kind(),
            key(),
            part,
            current -> {
              ObjectNode wish = body();
              if (wish.path("metadata").path("resourceVersion").asText().equals("CURRENT")) {
                String version = current.path("metadata").path("resourceVersion").asText();
                wish.withObject("/metadata").put("resourceVersion", version);
              }
              return wish;
            },
            WriteOptions.NONE)
        .tree();
  }

  private JsonNode delete(Registry registry) {
    JsonNode body = line.path("body");
    JsonNode wanted = body.path("preconditions");
    KubeObject left =
        registry.delete(
            kind(),
            key(),
            new DeleteOptions(
                body.has("gracePeriodSeconds") ? body.path("gracePeriodSeconds").asLong() : null,
                wanted.has("uid") ? wanted.path("uid").asText() : null,
                wanted.has("resourceVersion") ? wanted.path("resourceVersion").asText() : null,
                false));
    boolean answeredWithObject = !wantAnswer().path("kind").asText().equals("Status");
    return answeredWithObject ? left.tree() : wantAnswer();
  }
}
