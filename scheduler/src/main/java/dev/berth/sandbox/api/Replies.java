package dev.berth.sandbox.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.http.Reply;
import dev.berth.sandbox.objects.Json;
import dev.berth.sandbox.objects.Kind;
import dev.berth.sandbox.objects.KubeObject;
import dev.berth.sandbox.objects.StatusException;
import java.util.List;

/** Answers as an API server words them. Threading: immutable. */
final class Replies {
  static final String JSON = "application/json";

  private Replies() {}

  static Reply object(int code, KubeObject object) {
    return Reply.of(code, JSON, object.json());
  }

  static Reply json(int code, JsonNode tree) {
    return Reply.of(code, JSON, Json.bytes(tree));
  }

  static Reply refusal(StatusException refused) {
    return json(refused.code(), refused.status());
  }

  /** A {@code Status} that says no more than that it went well. */
  static Reply success(int code) {
    return json(code, success().put("code", code));
  }

  /** What is said of an object that is gone for good. */
  static Reply deleted(Kind kind, KubeObject object) {
    ObjectNode status = success();
    ObjectNode details = status.putObject("details").put("name", object.name());
    if (!kind.group().isEmpty()) {
      details.put("group", kind.group());
    }
    details.put("kind", kind.plural()).put("uid", object.uid());
    return json(200, status);
  }

  private static ObjectNode success() {
    ObjectNode status = Json.object().put("kind", "Status").put("apiVersion", "v1");
    status.putObject("metadata");
    return status.put("status", "Success");
  }

  static StatusException notFoundPath() {
    return StatusException.of(404, "NotFound", "the server could not find the requested resource")
        .because(List.of());
  }

  static StatusException methodNotAllowed() {
    return StatusException.of(
            405,
            "MethodNotAllowed",
            "the server does not allow this method on the requested resource")
        .because(List.of());
  }
}
