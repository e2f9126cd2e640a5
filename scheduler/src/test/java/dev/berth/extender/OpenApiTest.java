package dev.berth.extender;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class OpenApiTest {

  @Test
  void verbs_mayHaveEachOthersNames() throws Exception {
    ExtenderPaths paths = new ExtenderPaths("", "prioritize", "bind", "filter", "v1/preempt");
    JsonNode document =
        new ObjectMapper().readTree(OpenApi.document("1", paths, List.of("berth"))).get("paths");

    Map<String, String> operations = new LinkedHashMap<>();
    document
        .properties()
        .forEach(
            path ->
                operations.put(path.getKey(), path.getValue().at("/post/operationId").asText()));
    assertThat(operations)
        .containsExactly(
            Map.entry("/prioritize", "filter"),
            Map.entry("/bind", "prioritize"),
            Map.entry("/filter", "bind"),
            Map.entry("/v1/preempt", "preempt"));
  }
}
