package dev.berth.kube;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request to the API server.
 *
 * <p>Threading: immutable.
 *
 * @param path from the root of the server, {@code /api/v1/pods}
 * @param content null for a request without a body
 */
public record KubeRequest(
    String method, String path, Map<String, String> query, KubeRequest.@Nullable Content content) {
  static final String JSON = "application/json";
  static final String MERGE_PATCH = "application/merge-patch+json";
  static final String STRATEGIC_PATCH = "application/strategic-merge-patch+json";

  /** A body and its media type. */
  public record Content(String mediaType, String text) {}

  public static KubeRequest get(String path, Map<String, String> query) {
    return new KubeRequest("GET", path, query, null);
  }

  public static KubeRequest post(String path, String json) {
    return new KubeRequest("POST", path, Map.of(), new Content(JSON, json));
  }

  /** Replaces the whole object, when it still has the resourceVersion in {@code json}. */
  public static KubeRequest put(String path, String json) {
    return new KubeRequest("PUT", path, Map.of(), new Content(JSON, json));
  }

  /** A JSON merge patch: what it does not name stays as it is. */
  public static KubeRequest mergePatch(String path, String json) {
    return new KubeRequest("PATCH", path, Map.of(), new Content(MERGE_PATCH, json));
  }

  /** Deletes; {@code json} are the options. */
  public static KubeRequest delete(String path, String json) {
    return new KubeRequest("DELETE", path, Map.of(), new Content(JSON, json));
  }

  /** A strategic merge patch. */
  public static KubeRequest strategicPatch(String path, String json) {
    Content content = new Content(STRATEGIC_PATCH, json);
    return new KubeRequest("PATCH", path, Map.of(), content);
  }
}
