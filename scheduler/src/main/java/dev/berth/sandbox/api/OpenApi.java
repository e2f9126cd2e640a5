package dev.berth.sandbox.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.http.Reply;
import dev.berth.sandbox.objects.Json;
import dev.berth.sandbox.objects.Kind;
import dev.berth.sandbox.objects.Kinds;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * OpenAPI 3 as far as kubectl reads it before it writes: which kinds are patched where, and that
 * the server checks fields itself. No schemas: kubectl then merges by the types that it is built
 * with.
 *
 * <p>Threading: immutable.
 */
final class OpenApi {
  static final String ROOT = "/openapi/v3";

  private final List<ServedGroup> groups = ServedGroup.all();

  /** The document at a path, or null when that is none of OpenAPI. */
  @Nullable Reply at(String path) {
    if (path.equals(ROOT)) {
      return Replies.json(200, index());
    }
    return groups.stream()
        .filter(group -> path.equals(ROOT + group.path()))
        .findFirst()
        .map(group -> Replies.json(200, document(group)))
        .orElse(null);
  }

  private ObjectNode index() {
    ObjectNode index = Json.object();
    ObjectNode paths = index.putObject("paths");
    groups.forEach(
        group ->
            paths
                .putObject(group.path().substring(1))
                .put("serverRelativeURL", ROOT + group.path()));
    return index;
  }

  private static ObjectNode document(ServedGroup group) {
    ObjectNode document = Json.object().put("openapi", "3.0.0");
    document.putObject("components").putObject("schemas");
    document.putObject("info").put("title", "Berth sandbox").put("version", "v1.36.3");
    ObjectNode paths = document.putObject("paths");
    Kinds.all().stream()
        .filter(kind -> kind.group().equals(group.name()))
        .forEach(kind -> addPatch(paths, group, kind));
    return document;
  }

  private static void addPatch(ObjectNode paths, ServedGroup group, Kind kind) {
    String place = kind.namespaced() ? "/namespaces/{namespace}/" : "/";
    ObjectNode patch =
        paths.putObject(group.path() + place + kind.plural() + "/{name}").putObject("patch");
    for (String parameter : List.of("dryRun", "fieldManager", "fieldValidation")) {
      patch
          .withArray("parameters")
          .addObject()
          .put("name", parameter)
          .put("in", "query")
          .putObject("schema")
          .put("type", "string")
          .put("uniqueItems", true);
    }
    patch.putObject("responses").putObject("200").put("description", "OK");
    patch.put("x-kubernetes-action", "patch");
    patch
        .putObject("x-kubernetes-group-version-kind")
        .put("group", kind.group())
        .put("version", kind.version())
        .put("kind", kind.name());
  }
}
