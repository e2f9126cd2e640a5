package dev.berth.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every configuration that the real kube-scheduler took is taken here. */
final class GoldenConfigsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "interpodaffinity, 67",
    "mixed, 159",
    "multi-profile-config, 200",
    "nodeaffinity, 72",
    "noderesources-args, 200",
    "podtopologyspread, 37",
    "volumes, 20",
  })
  void configurations_ofTheVectors_areTaken(String family, int wantLoaded) throws IOException {
    int loaded = 0;
    try (BufferedReader lines = open(family)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        JsonNode config = JSON.readTree(line).path("config");
        if (config.isObject()) {
          assertThat(ConfigLoader.conformance(config).profiles())
              .extracting(Profile::schedulerName)
              .containsExactlyElementsOf(config.path("profiles").findValuesAsText("schedulerName"));
          loaded++;
        }
      }
    }
    assertThat(loaded).isEqualTo(wantLoaded);
  }

  private static BufferedReader open(String family) throws IOException {
    InputStream gzip =
        GoldenConfigsTest.class.getResourceAsStream("/golden/" + family + ".jsonl.gz");
    assertThat(gzip).as(family).isNotNull();
    return new BufferedReader(
        new InputStreamReader(new GZIPInputStream(gzip), StandardCharsets.UTF_8));
  }
}
