package dev.berth.sandbox.patch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.sandbox.objects.Json;
import dev.berth.sandbox.objects.Kinds;
import dev.berth.sandbox.objects.StatusException;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MergePatchTest {

  private static final String CURRENT = "{\"labels\":{\"a\":\"1\",\"b\":\"2\"},\"l\":[1,2]}";

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      textBlock =
          """
          {"labels":{"a":null,"c":"3"}}        | {"labels":{"b":"2","c":"3"},"l":[1,2]}
          {"labels":null}                      | {"l":[1,2]}
          {"l":[3]}                            | {"labels":{"a":"1","b":"2"},"l":[3]}
          {"l":{"x":1,"y":null}}               | {"labels":{"a":"1","b":"2"},"l":{"x":1}}
          {"labels":"x"}                       | {"labels":"x","l":[1,2]}
          {"m":{"x":null,"y":{"z":null}}}      | {"labels":{"a":"1","b":"2"},"l":[1,2],"m":{"y":{}}}
          {}                                   | {"labels":{"a":"1","b":"2"},"l":[1,2]}
          """)
  void piece_isMerged(String patch, String want) {
    assertThat(patched(patch)).hasToString(want);
  }

  /** What {@code kubectl cordon} and {@code kubectl uncordon} send. */
  @Test
  void cordonAndUncordon_comeBack() throws IOException {
    JsonNode cordoned =
        MergePatch.apply(
            Kinds.NODE,
            Json.object("{\"spec\":{\"podCIDR\":\"x\"}}".getBytes(UTF_8)),
            Json.parse("{\"spec\":{\"unschedulable\":true}}".getBytes(UTF_8)));

    assertThat(cordoned).hasToString("{\"spec\":{\"podCIDR\":\"x\",\"unschedulable\":true}}");
    assertThat(
            MergePatch.apply(
                Kinds.NODE,
                cordoned.deepCopy(),
                Json.parse("{\"spec\":{\"unschedulable\":null}}".getBytes(UTF_8))))
        .hasToString("{\"spec\":{\"podCIDR\":\"x\"}}");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      textBlock =
          """
          []   | error decoding patch: json: cannot unmarshal array into Go value of type map[string]interface {}
          true | error decoding patch: json: cannot unmarshal bool into Go value of type map[string]interface {}
          null | Invalid JSON Patch
          """)
  void whatIsNoObject_isABadRequest(String patch, String message) {
    StatusException refused = catchThrowableOfType(StatusException.class, () -> patched(patch));

    assertThat(refused).hasMessage(message);
    assertThat(refused.code()).isEqualTo(400);
  }

  private static JsonNode patched(String patch) {
    try {
      return MergePatch.apply(
          Kinds.POD, Json.object(CURRENT.getBytes(UTF_8)), Json.parse(patch.getBytes(UTF_8)));
    } catch (IOException e) {
      throw new IllegalArgumentException(patch, e);
    }
  }
}
