package dev.berth.extender;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/** The facade's OpenAPI document, with the paths that it is served at. Threading: any thread. */
final class OpenApi {
  private OpenApi() {}

  static String document(String version, ExtenderPaths paths, List<String> profiles) {
    try (InputStream template = OpenApi.class.getResourceAsStream("openapi.json")) {
      ObjectMapper mapper = new ObjectMapper();
      ObjectNode document = (ObjectNode) mapper.readTree(template);
      ((ObjectNode) document.get("info")).put("version", version);
      ArrayNode servers = document.putArray("servers");
      servers.addObject().put("url", paths.prefix().isEmpty() ? "/" : paths.prefix());
      for (String profile : profiles) {
        servers
            .addObject()
            .put("url", paths.prefix() + "/" + profile)
            .put("description", "Judged by profile " + profile + ", whatever the pod says.");
      }
      ObjectNode verbs = (ObjectNode) document.get("paths");
      ObjectNode usual = verbs.deepCopy();
      verbs.removeAll();
      verbs.set("/" + paths.filter(), usual.get("/filter"));
      verbs.set("/" + paths.prioritize(), usual.get("/prioritize"));
      verbs.set("/" + paths.bind(), usual.get("/bind"));
      verbs.set("/" + paths.preempt(), usual.get("/preempt"));
      return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(document);
    } catch (IOException e) {
      throw new UncheckedIOException("the OpenAPI document is not in the program", e);
    }
  }
}
