package dev.berth.extender;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The facade's OpenAPI document, with the paths that it is served at. Threading: any thread. */
final class OpenApi {
  private OpenApi() {}

  static String document(String version, ExtenderPaths paths) {
    try (InputStream template = OpenApi.class.getResourceAsStream("openapi.json")) {
      ObjectMapper mapper = new ObjectMapper();
      ObjectNode document = (ObjectNode) mapper.readTree(template);
      ((ObjectNode) document.get("info")).put("version", version);
      String server = paths.prefix().isEmpty() ? "/" : paths.prefix();
      document.putArray("servers").addObject().put("url", server);
      ObjectNode verbs = (ObjectNode) document.get("paths");
      rename(verbs, "filter", paths.filter());
      rename(verbs, "prioritize", paths.prioritize());
      rename(verbs, "bind", paths.bind());
      rename(verbs, "preempt", paths.preempt());
      return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(document);
    } catch (IOException e) {
      throw new UncheckedIOException("the OpenAPI document is not in the program", e);
    }
  }

  private static void rename(ObjectNode verbs, String usual, String path) {
    verbs.set("/" + path, verbs.remove("/" + usual));
  }
}
