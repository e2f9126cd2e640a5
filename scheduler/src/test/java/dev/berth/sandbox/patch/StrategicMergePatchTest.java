package dev.berth.sandbox.patch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.sandbox.objects.Json;
import dev.berth.sandbox.objects.Kind;
import dev.berth.sandbox.objects.Kinds;
import dev.berth.sandbox.objects.StatusException;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wanted here is what kube-apiserver 1.36.3 did with the same objects and patches. */
final class StrategicMergePatchTest {

  private static final String ACCOUNT =
      """
      {"metadata":{"finalizers":["a.io/a","b.io/b","c.io/c"]},
       "secrets":[{"name":"a"},{"name":"b"},{"name":"c"}],
       "imagePullSecrets":[{"name":"i"}]}\
      """;

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      textBlock =
          """
          new element goes first        | [{"name":"d"}]                                     | d a b c
          new one and a known one       | [{"name":"d"},{"name":"b","namespace":"n"}]        | d a b c
          order of the patch wins       | [{"name":"c"},{"name":"a"}]                        | b c a
          replace takes all of the patch| [{"name":"x"},{"$patch":"replace"},{"name":"y"}]   | x y
          delete names the element      | [{"name":"b","$patch":"delete"}]                   | a c
          delete of what is not there   | [{"name":"z","$patch":"delete"}]                   | a b c
          empty list changes nothing    | []                                                 | a b c
          directive of a new element    | [{"name":"z","kind":null,"$retainKeys":["name"]}]  | z a b c
          """)
  void listWithAKey_isMergedByIt(String name, String patch, String wantNames) {
    JsonNode merged = merged(Kinds.SERVICE_ACCOUNT, ACCOUNT, "{\"secrets\":" + patch + "}");

    assertThat(String.join(" ", merged.get("secrets").findValuesAsText("name")))
        .isEqualTo(wantNames);
    assertThat(merged.toString()).doesNotContain("$").doesNotContain("null");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      textBlock =
          """
          order of known ones     | [{"name":"c"},{"name":"a"}]              | null                               | b c a
          order with a new one    | [{"name":"c"},{"name":"d"},{"name":"a"}] | [{"name":"d"}]                     | b c d a
          order beside a deletion | [{"name":"a"}]                           | [{"name":"b","$patch":"delete"}]   | a c
          """)
  void listWithAnOrder_followsIt(String name, String order, String patch, String wantNames) {
    String change =
        "{\"$setElementOrder/secrets\":%s%s}"
            .formatted(order, patch.equals("null") ? "" : ",\"secrets\":" + patch);

    JsonNode merged = merged(Kinds.SERVICE_ACCOUNT, ACCOUNT, change);

    assertThat(String.join(" ", merged.get("secrets").findValuesAsText("name")))
        .isEqualTo(wantNames);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      textBlock =
          """
          added           | {"finalizers":["d.io/d","b.io/b"]}                                        | ["d.io/d","a.io/a","b.io/b","c.io/c"]
          taken out       | {"$deleteFromPrimitiveList/finalizers":["b.io/b","x.io/x"]}               | ["a.io/a","c.io/c"]
          both in order   | {"$setElementOrder/finalizers":["c.io/c","e.io/e"],"finalizers":["e.io/e"],"$deleteFromPrimitiveList/finalizers":["a.io/a"]} | ["b.io/b","c.io/c","e.io/e"]
          """)
  void plainValues_areASet(String name, String patch, String want) {
    JsonNode merged = merged(Kinds.SERVICE_ACCOUNT, ACCOUNT, "{\"metadata\":" + patch + "}");

    assertThat(merged.at("/metadata/finalizers")).hasToString(want);
  }

  @Test
  void listWithoutAKey_isReplaced() {
    JsonNode merged =
        merged(Kinds.SERVICE_ACCOUNT, ACCOUNT, "{\"imagePullSecrets\":[{\"name\":\"j\"}]}");

    assertThat(merged.get("imagePullSecrets")).hasToString("[{\"name\":\"j\"}]");
    assertThat(
            merged(
                Kinds.NODE,
                "{\"spec\":{\"taints\":[{\"key\":\"a\",\"effect\":\"NoSchedule\"}]}}",
                "{\"spec\":{\"taints\":[{\"key\":\"b\",\"effect\":\"NoExecute\"}]}}"))
        .hasToString("{\"spec\":{\"taints\":[{\"key\":\"b\",\"effect\":\"NoExecute\"}]}}");
  }

  @Test
  void nullMember_isRemoved_atAnyDepth() {
    assertThat(merged(Kinds.SERVICE_ACCOUNT, ACCOUNT, "{\"secrets\":null}").has("secrets"))
        .isFalse();
    assertThat(
            merged(
                Kinds.POD,
                "{\"spec\":{\"nodeName\":\"n\"}}",
                "{\"spec\":{\"nodeName\":null},\"status\":{\"a\":{\"b\":null,\"c\":1}}}"))
        .hasToString("{\"spec\":{},\"status\":{\"a\":{\"c\":1}}}");
  }

  @Test
  void directiveOfAnObject_replacesOrDeletesIt() {
    String current = "{\"metadata\":{\"labels\":{\"a\":\"1\",\"b\":\"2\"}}}";

    assertThat(
            merged(
                Kinds.POD,
                current,
                "{\"metadata\":{\"labels\":{\"$patch\":\"replace\",\"only\":\"1\"}}}"))
        .hasToString("{\"metadata\":{\"labels\":{\"only\":\"1\"}}}");
    assertThat(merged(Kinds.POD, current, "{\"metadata\":{\"labels\":{\"$patch\":\"delete\"}}}"))
        .hasToString("{\"metadata\":{\"labels\":{}}}");
    assertThat(merged(Kinds.POD, "{}", "{\"metadata\":{\"labels\":{\"$patch\":\"delete\"}}}"))
        .hasToString("{\"metadata\":{}}");
  }

  @Test
  void retainKeys_clearsWhatItDoesNotName() {
    assertThat(
            merged(
                Kinds.POD,
                "{\"spec\":{\"volumes\":[{\"name\":\"v\",\"emptyDir\":{}},{\"name\":\"w\"}]}}",
                """
                {"spec":{"volumes":[{"$retainKeys":["name","hostPath"],"name":"v",
                 "hostPath":{"path":"/x"}}]}}\
                """))
        .hasToString(
            "{\"spec\":{\"volumes\":[{\"name\":\"v\",\"hostPath\":{\"path\":\"/x\"}},"
                + "{\"name\":\"w\"}]}}");
  }

  /** What the scheduler writes: one condition and a nomination, the rest stays. */
  @Test
  void reservationOfAClaim_leavesThoseOfOtherPods_andSoDoesItsRelease() {
    String ofOne = "{\"status\":{\"reservedFor\":[{\"name\":\"a\",\"uid\":\"1\"}]}}";
    String ofBoth =
        "{\"status\":{\"reservedFor\":[{\"name\":\"b\",\"uid\":\"2\"},{\"name\":\"a\",\"uid\":\"1\"}]}}";

    assertThat(
            merged(
                Kinds.RESOURCE_CLAIM,
                ofOne,
                "{\"status\":{\"reservedFor\":[{\"name\":\"b\",\"uid\":\"2\"}]}}"))
        .hasToString(ofBoth);
    assertThat(
            merged(
                Kinds.RESOURCE_CLAIM,
                ofBoth,
                "{\"status\":{\"reservedFor\":[{\"$patch\":\"delete\",\"uid\":\"2\"}]}}"))
        .hasToString(ofOne);
  }

  @Test
  void statusPatchOfTheScheduler_changesItsConditionOnly() {
    assertThat(
            merged(
                Kinds.POD,
                """
                {"metadata":{"uid":"u"},"status":{"phase":"Pending","nominatedNodeName":"n",
                 "conditions":[{"type":"Other","status":"True"},
                 {"type":"PodScheduled","status":"False","reason":"SchedulingGated"}]}}\
                """,
                """
                {"metadata":{"uid":"u"},"status":{"nominatedNodeName":null,
                 "conditions":[{"type":"PodScheduled","status":"False",
                 "reason":"Unschedulable","message":"m"}]}}\
                """))
        .hasToString(
            """
            {"metadata":{"uid":"u"},"status":{"phase":"Pending",\
            "conditions":[{"type":"Other","status":"True"},\
            {"type":"PodScheduled","status":"False","reason":"Unschedulable","message":"m"}]}}\
            """);
  }

  /** What kubectl's client-side apply sends for another image. */
  @Test
  void applyOfAnImage_keepsTheOtherFieldsOfTheContainer() {
    assertThat(
            merged(
                Kinds.POD,
                """
                {"spec":{"containers":[{"name":"w","image":"a","resources":{},
                 "ports":[{"containerPort":80,"protocol":"TCP"}]},{"name":"x","image":"a"}]}}\
                """,
                """
                {"spec":{"$setElementOrder/containers":[{"name":"w"}],"containers":[
                 {"$setElementOrder/ports":[{"containerPort":80}],"image":"b","name":"w"}]}}\
                """))
        .hasToString(
            """
            {"spec":{"containers":[{"name":"w","image":"b","resources":{},\
            "ports":[{"containerPort":80,"protocol":"TCP"}]},{"name":"x","image":"a"}]}}\
            """);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      textBlock =
          """
          {"secrets":[{"kind":"x"}]}                                 | 500 | map: map[kind:x] does not contain declared merge key: name
          {"secrets":[{"$patch":"delete"}]}                          | 500 | map: map[$patch:delete] does not contain declared merge key: name
          {"secrets":[{"name":"w","$patch":"frob"}]}                 | 500 | unknown patch type: frob in map: map[$patch:frob name:w]
          {"secrets":[{"name":"w","$patch":"merge"}]}                | 500 | merging lists cannot yet be specified in the patch
          {"metadata":{"$patch":"frob"}}                             | 500 | unknown patch type: frob in map: map[$patch:frob]
          {"secrets":["x"]}                                          | 500 | list element types are not identical: [[map[name:a] map[name:b] map[name:c]] [x]]
          {"metadata":{"$deleteFromPrimitiveList":["x"]}}            | 400 | invalid patch format of primitive list
          {"metadata":{"$setElementOrder/finalizers":"x"}}           | 500 | expected a []interface {}, but received a string
          {"metadata":{"$retainKeys":["name"],"labels":{"a":"1"}}}   | 400 | invalid patch format of retainKeys
          {"metadata":{"$retainKeys":3,"labels":{"a":"1"}}}          | 400 | invalid patch format of retainKeys
          []                                                         | 400 | json: cannot unmarshal array into Go value of type map[string]interface {}
          """)
  void patchThatDoesNotFit_isRefusedInTheWordsOfTheServer(String patch, int code, String message) {
    StatusException refused =
        catchThrowableOfType(
            StatusException.class, () -> merged(Kinds.SERVICE_ACCOUNT, ACCOUNT, patch));

    assertThat(refused).hasMessage(message);
    assertThat(refused.code()).isEqualTo(code);
    assertThat(refused.status().has("reason")).isEqualTo(code != 500);
  }

  @Test
  void elementThatTheOrderDoesNotName_isRefused() {
    StatusException refused =
        catchThrowableOfType(
            StatusException.class,
            () ->
                merged(
                    Kinds.POD,
                    "{\"spec\":{\"containers\":[{\"name\":\"w\"}]}}",
                    """
                    {"spec":{"$setElementOrder/containers":[{"name":"b"}],
                     "containers":[{"name":"w","image":"x"}]}}\
                    """));

    assertThat(refused)
        .hasMessage(
            """
            The order in patch list:
            [map[image:x name:w]]
             doesn't match $setElementOrder list:
            [map[name:b]]
            """);
  }

  private static JsonNode merged(Kind kind, String current, String patch) {
    try {
      return StrategicMergePatch.apply(
          kind, Json.object(current.getBytes(UTF_8)), Json.parse(patch.getBytes(UTF_8)));
    } catch (IOException e) {
      throw new IllegalArgumentException(patch, e);
    }
  }
}
