package dev.berth.kube.watch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.berth.kube.decode.KubeJson;
import java.io.IOException;

/**
 * What a comparison asks about a single object: who it is, and whether it is at its end.
 *
 * <p>Threading: immutable.
 */
record StoredObject(String uid, String phase) {
  private static final ObjectMapper TREES = JsonMapper.builder(KubeJson.factory()).build();

  static StoredObject read(byte[] json) throws IOException {
    JsonNode object = TREES.readTree(json);
    return new StoredObject(
        object.path("metadata").path("uid").asText(), object.path("status").path("phase").asText());
  }

  /** It is that object, and lists and watches show it. */
  boolean isLive(String wantUid) {
    return uid.equals(wantUid) && !phase.equals("Succeeded") && !phase.equals("Failed");
  }
}
