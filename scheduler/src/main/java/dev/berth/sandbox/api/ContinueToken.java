package dev.berth.sandbox.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.sandbox.objects.Json;
import dev.berth.sandbox.objects.ObjectKey;
import dev.berth.sandbox.objects.StatusException;
import java.io.IOException;
import java.util.Base64;

/**
 * Where a list that comes in chunks goes on: {@code apiserver/pkg/storage/continue.go} of
 * Kubernetes 1.36.3.
 *
 * <p>Threading: immutable.
 *
 * @param version of the list; {@link #ANY} goes on with what there is now
 * @param last the last object that the caller has
 */
record ContinueToken(long version, ObjectKey last) {
  static final long ANY = -1;

  private static final String FORM = "meta.k8s.io/v1";

  String encode() {
    byte[] json =
        Json.bytes(
            Json.object()
                .put("v", FORM)
                .put("rv", version)
                .put("namespace", last.namespace())
                .put("start", last.name()));
    return Base64.getUrlEncoder().withoutPadding().encodeToString(json);
  }

  /**
   * Reads one.
   *
   * @throws StatusException 400 when it is none of ours
   */
  static ContinueToken decode(String text) {
    try {
      JsonNode json = Json.parse(Base64.getUrlDecoder().decode(text));
      JsonNode version = json.path("rv");
      if (json.path("v").asText().equals(FORM) && version.isIntegralNumber()) {
        return new ContinueToken(
            version.asLong(),
            new ObjectKey(json.path("namespace").asText(), json.path("start").asText()));
      }
    } catch (IOException | IllegalArgumentException _) {
      // Said below.
    }
    throw StatusException.badRequest("invalid continue token: continue key is not valid");
  }

  /** What is said when the version of the list has been forgotten; so is kube-apiserver's. */
  static final String TOO_OLD =
      "The provided continue parameter is too old to display a consistent list result. You can"
          + " start a new list without the continue parameter, or use the continue token in this"
          + " response to retrieve the remainder of the results. Continuing with the provided token"
          + " results in an inconsistent list - objects that were created, modified, or deleted"
          + " between the time the first chunk was returned and now may show up in the list.";
}
