package dev.berth.sandbox.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.sandbox.objects.Json;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class YamlObjectsTest {
  private static List<String> read(String yaml) {
    List<String> objects = new ArrayList<>();
    YamlObjects.read(
        "f.yaml", new StringReader(yaml), (place, o) -> objects.add(place.line() + " " + o));
    return objects;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "7 | 7",
        "-7 | -7",
        "0644 | 420",
        "0x1f | 31",
        "1.50 | 1.50",
        "1e3 | 1E+3",
        "true | true",
        "yes | true",
        "Off | false",
        "~ | null",
        "null | null",
        "\"7\" | \"7\"",
        "\"yes\" | \"yes\"",
        "!!str 7 | \"7\"",
        "12:30:45 | \"12:30:45\"",
        "2026-01-01T00:00:00Z | \"2026-01-01T00:00:00Z\"",
        "9e | \"9e\"",
        "99999999999999999999 | 99999999999999999999",
      })
  void scalar_inEachForm_meansWhatKubectlTakesItFor(String yaml, String want) {
    assertThat(read("v: " + yaml)).containsExactly("1 {\"v\":" + want + "}");
  }

  @Test
  void documentsAndItemsOfLists_comeOneByOne_withTheirLines() {
    assertThat(
            read(
                """
                # a comment
                kind: A
                ---
                items:
                - kind: B
                  items: [1]
                - metadata: {name: x}
                kind: CList
                apiVersion: v9
                ---
                ---
                {"kind": "D", "text": "a\\u003cb"}
                """))
        .containsExactly(
            "2 {\"kind\":\"A\"}",
            "5 {\"kind\":\"B\",\"items\":[1]}",
            "7 {\"metadata\":{\"name\":\"x\"},\"kind\":\"C\",\"apiVersion\":\"v9\"}",
            "12 {\"kind\":\"D\",\"text\":\"a<b\"}");
  }

  @Test
  void anchorsAndMergeKeys_standForWhatTheyName() {
    assertThat(read("a: &x {p: 1, q: 2}\nb: {<<: *x, q: 3}\nc: *x"))
        .containsExactly(
            "1 {\"a\":{\"p\":1,\"q\":2},\"b\":{\"q\":3,\"p\":1},\"c\":{\"p\":1,\"q\":2}}");
  }

  @Test
  void billionLaughs_areRefusedAtOnce() {
    StringBuilder laughs = new StringBuilder("a0: &a0 [ha, ha, ha, ha, ha, ha, ha, ha, ha]\n");
    for (int i = 1; i < 9; i++) {
      String nine = ("*a" + (i - 1) + ", ").repeat(9);
      laughs.append("a%d: &a%d [%s]\n".formatted(i, i, nine.substring(0, nine.length() - 2)));
    }
    assertThatThrownBy(() -> read(laughs.toString()))
        .hasMessageContaining("aliases stand for more than 100000 values");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a: 1\na: 2 | line 2: \"a\" is given twice. Maybe a \"---\" is missing above it",
        "- 1 | line 1: is no object. Maybe apiVersion, kind and metadata are missing above it",
        "x: 1\n---\ny: [ | document 2, line 3: is no YAML: ",
        "x: \"open | line 1: is no YAML: ",
        "x: *none | line 1: *none stands for nothing",
        "? [a]\n: 1 | line 1: has a key that is no text",
        "items: [7] | line 1: holds an item that is no object",
        "\tx: 1 | line 1: is no YAML: ",
      })
  void text_thatIsNoCluster_isNamedWithDocumentAndLine(String yamlAndWant) {
    int bar = yamlAndWant.lastIndexOf(" | ");
    assertThatThrownBy(() -> read(yamlAndWant.substring(0, bar)))
        .isInstanceOf(SnapshotException.class)
        .hasMessageStartingWith("f.yaml, document ")
        .hasMessageContaining(yamlAndWant.substring(bar + 3));
  }

  @Test
  void depth_isBounded() {
    assertThatThrownBy(() -> read("a: " + "[".repeat(10_000)))
        .hasMessageContaining("is nested deeper than 100");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"a\":{},\"b\":[],\"c\":null,\"d\":true,\"e\":1.50,\"f\":12345678901234567890}",
        "{\"a\":[[1,[]],[{\"x\":1,\"y\":[2]},{}]],\"b\":{\"c\":{\"d\":[\"e\"]}}}",
        "{\"a\":\"yes\",\"b\":\"1e3\",\"c\":\"0644\",\"d\":\"\",\"e\":\"null\",\"f\":\"~\"}",
        "{\"a\":\"x: y\",\"b\":\"- z\",\"c\":\"# no\",\"d\":\" x \",\"e\":\"a\\nb\\tc\\\\\"}",
        "{\"a\":\"\\\"quoted\\\"\",\"b\":\"🌲 ok\",\"c\":\"\\u0000\\u0085\\u2028\\ufeff\"}",
        "{\"y\":1,\"1\":2,\"a b\":3,\"<<\":4,\"example.org/x\":5,\"Infinity\":\".inf\"}",
      })
  void tree_writtenAndRead_isTheSame(String json) throws IOException {
    JsonNode tree = Json.parse(json.getBytes(StandardCharsets.UTF_8));
    StringBuilder yaml = new StringBuilder("items:\n");
    new YamlWriter(yaml).item(tree);
    List<JsonNode> objects = new ArrayList<>();
    YamlObjects.read("f", new StringReader(yaml.toString()), (p, object) -> objects.add(object));
    assertThat(objects).as(yaml.toString()).hasSize(1);
    assertThat(objects.getFirst().toString()).as(yaml.toString()).isEqualTo(tree.toString());
  }
}
