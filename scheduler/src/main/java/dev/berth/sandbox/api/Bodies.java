package dev.berth.sandbox.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.http.IncomingRequest;
import dev.berth.sandbox.objects.Json;
import dev.berth.sandbox.objects.Kind;
import dev.berth.sandbox.objects.StatusException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;

/**
 * Bodies of requests, as trees.
 *
 * <p>Threading: any thread.
 */
final class Bodies {
  private static final String JSON = "application/json";
  private static final List<String> OBJECTS = List.of(JSON);

  private Bodies() {}

  /** The media type without parameters; JSON when none is said. */
  static String mediaType(IncomingRequest request) {
    String type = request.header("Content-Type");
    int parameters = type.indexOf(';');
    String plain = (parameters < 0 ? type : type.substring(0, parameters)).strip();
    return plain.isEmpty() ? JSON : plain.toLowerCase(Locale.ROOT);
  }

  /**
   * The object that is sent.
   *
   * @throws StatusException 415 for a form that is not understood, 400 for none in that form
   */
  static ObjectNode object(IncomingRequest request) {
    if (mediaType(request).equals(Protobuf.MEDIA_TYPE)) {
      return protobuf(request);
    }
    if (!OBJECTS.contains(mediaType(request))) {
      throw unsupported(OBJECTS);
    }
    if (tree(request) instanceof ObjectNode object) {
      return object;
    }
    throw StatusException.badRequest("the body of the request is no JSON object");
  }

  private static ObjectNode protobuf(IncomingRequest request) {
    ObjectNode object = Protobuf.object(request.body());
    if (object == null) {
      throw unsupported(OBJECTS);
    }
    return object;
  }

  /** The same of a kind, which it may leave to the path. */
  static ObjectNode object(IncomingRequest request, Kind kind) {
    return object(request, kind.apiVersion(), kind.name());
  }

  static ObjectNode object(IncomingRequest request, String apiVersion, String kind) {
    ObjectNode object = object(request);
    String saidVersion = object.path("apiVersion").asText(apiVersion);
    String saidKind = object.path("kind").asText(kind);
    if (!saidVersion.equals(apiVersion) || !saidKind.equals(kind)) {
      String version = saidVersion.substring(saidVersion.indexOf('/') + 1);
      throw StatusException.badRequest(
          "%s in version \"%s\" cannot be handled as a %s".formatted(saidKind, version, kind));
    }
    return object.put("apiVersion", apiVersion).put("kind", kind);
  }

  /** Whatever the body is, in JSON. */
  static JsonNode tree(IncomingRequest request) {
    try {
      return Json.parse(request.body());
    } catch (JsonProcessingException e) {
      throw StatusException.badRequest(
          "error decoding the body of the request: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static StatusException unsupported(List<String> accepted) {
    return StatusException.of(
        415,
        "UnsupportedMediaType",
        "the body of the request was in an unknown format - accepted media types include: "
            + String.join(", ", accepted));
  }
}
