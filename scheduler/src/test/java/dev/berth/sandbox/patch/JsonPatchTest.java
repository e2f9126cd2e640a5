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

/** What is wanted here is what kube-apiserver 1.36.3 did with the same patches. */
final class JsonPatchTest {

  private static final String CURRENT = "{\"a\":{\"b~/c\":\"1\",\"n\":7},\"l\":[\"x\",\"y\"]}";

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      textBlock =
          """
          {"op":"add","path":"/l/-","value":"z"}            | {"a":{"b~/c":"1","n":7},"l":["x","y","z"]}
          {"op":"add","path":"/l/0","value":"z"}            | {"a":{"b~/c":"1","n":7},"l":["z","x","y"]}
          {"op":"add","path":"/l/-1","value":"z"}           | {"a":{"b~/c":"1","n":7},"l":["x","y","z"]}
          {"op":"add","path":"/a/new","value":{"k":1}}      | {"a":{"b~/c":"1","n":7,"new":{"k":1}},"l":["x","y"]}
          {"op":"add","path":"/a/n"}                        | {"a":{"b~/c":"1","n":null},"l":["x","y"]}
          {"op":"remove","path":"/a/b~0~1c"}                | {"a":{"n":7},"l":["x","y"]}
          {"op":"remove","path":"/l/-1"}                    | {"a":{"b~/c":"1","n":7},"l":["x"]}
          {"op":"replace","path":"/l/1","value":"z"}        | {"a":{"b~/c":"1","n":7},"l":["x","z"]}
          {"op":"replace","path":"/a/none","value":2}       | {"a":{"b~/c":"1","n":7,"none":2},"l":["x","y"]}
          {"op":"replace","path":"","value":{"all":1}}      | {"all":1}
          {"op":"move","from":"/a/n","path":"/l/0"}         | {"a":{"b~/c":"1"},"l":[7,"x","y"]}
          {"op":"copy","from":"/a/n","path":"/l/2"}         | {"a":{"b~/c":"1","n":7},"l":["x","y",7]}
          {"op":"copy","from":"/a/none","path":"/a/n"}      | {"a":{"b~/c":"1","n":null},"l":["x","y"]}
          {"op":"test","path":"/a/n","value":7}             | {"a":{"b~/c":"1","n":7},"l":["x","y"]}
          {"op":"test","path":"/a/none","value":null}       | {"a":{"b~/c":"1","n":7},"l":["x","y"]}
          {"op":"test","path":"/l","value":["x","y"]}       | {"a":{"b~/c":"1","n":7},"l":["x","y"]}
          """)
  void step_changesTheDocument(String step, String want) {
    assertThat(patched("[" + step + "]")).hasToString(want);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      textBlock =
          """
          {"op":"test","path":"/a/n","value":8}
          {"op":"test","path":"/a/n"}
          {"op":"remove","path":"/a/none"}
          {"op":"remove","path":"/l/2"}
          {"op":"remove","path":"/l/x"}
          {"op":"remove","path":"/l/-3"}
          {"op":"add","path":"/none/b","value":1}
          {"op":"add","path":"/a/n/b","value":1}
          {"op":"add","path":"/l/3","value":1}
          {"op":"add","path":"","value":{}}
          {"op":"add","value":1}
          {"op":"replace","path":"/l/2","value":1}
          {"op":"replace","path":"","value":3}
          {"op":"move","from":"/a/none","path":"/a/n"}
          {"op":"move","path":"/a/n"}
          {"op":"frob","path":"/a/n"}
          """)
  void stepThatDoesNotApply_is422_withoutAWhy(String step) {
    StatusException refused =
        catchThrowableOfType(StatusException.class, () -> patched("[" + step + "]"));

    assertThat(refused.status())
        .hasToString(
            "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"metadata\":{},\"status\":\"Failure\","
                + "\"message\":\"the server rejected our request due to an error in our request\","
                + "\"reason\":\"Invalid\",\"details\":{},\"code\":422}");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      textBlock =
          """
          {"op":"test"} | error decoding patch: json: cannot unmarshal object into Go value of type []handlers.jsonPatchOp
          [3]           | error decoding patch: json: cannot unmarshal number into Go value of type handlers.jsonPatchOp
          """)
  void whatIsNoListOfSteps_isABadRequest(String patch, String message) {
    StatusException refused = catchThrowableOfType(StatusException.class, () -> patched(patch));

    assertThat(refused).hasMessage(message);
    assertThat(refused.code()).isEqualTo(400);
  }

  @Test
  void steps_followEachOther() {
    assertThat(
            patched(
                """
                [{"op":"copy","from":"/a","path":"/b"},
                 {"op":"remove","path":"/b/n"},
                 {"op":"test","path":"/a/n","value":7}]\
                """))
        .hasToString("{\"a\":{\"b~/c\":\"1\",\"n\":7},\"l\":[\"x\",\"y\"],\"b\":{\"b~/c\":\"1\"}}");
  }

  @Test
  void moreStepsThanTheServerTakes_areTooLarge() {
    StatusException refused =
        catchThrowableOfType(
            StatusException.class, () -> patched("[" + "{},".repeat(10_000) + "{}]"));

    assertThat(refused.code()).isEqualTo(413);
  }

  /** A read-modify-write may run it more than once. */
  @Test
  void patch_isNotChangedByItsUse() throws IOException {
    JsonNode patch =
        Json.parse(
            """
            [{"op":"add","path":"/m","value":{}},{"op":"add","path":"/m/x","value":1}]\
            """
                .getBytes(UTF_8));
    String want = patch.toString();

    JsonPatch.apply(Kinds.POD, Json.object(CURRENT.getBytes(UTF_8)), patch);

    assertThat(patch).hasToString(want);
  }

  private static JsonNode patched(String patch) {
    try {
      return JsonPatch.apply(
          Kinds.POD, Json.object(CURRENT.getBytes(UTF_8)), Json.parse(patch.getBytes(UTF_8)));
    } catch (IOException e) {
      throw new IllegalArgumentException(patch, e);
    }
  }
}
