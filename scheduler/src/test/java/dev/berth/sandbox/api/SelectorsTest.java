package dev.berth.sandbox.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.sandbox.objects.Json;
import dev.berth.sandbox.objects.Kind;
import dev.berth.sandbox.objects.Kinds;
import dev.berth.sandbox.objects.KubeObject;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SelectorsTest {
  private static final Map<String, String> LABELS = Map.of("a", "1", "e", "", "x.io/b", "v");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a=1                     | true
          a==1                    | true
          a!=1                    | false
          other!=1                | true
          a in (1, 2)             | true
          a in (2)                | false
          a notin (2,3)           | true
          other notin (2)         | true
          a , x.io/b = v          | true
          a,!e                    | false
          !other                  | true
          e=                      | true
          e in ()                 | true
          a>0                     | true
          a<1                     | false
          e>0                     | false
          other>0                 | false
          """)
  void labels_areSelectedByEveryForm(String selector, boolean wantMatch) {
    assertThat(LabelSelector.parse(selector).matches(LABELS)).isEqualTo(wantMatch);
  }

  @Test
  void emptySelector_selectsEverything() {
    assertThat(LabelSelector.parse("").isEmpty()).isTrue();
    assertThat(LabelSelector.parse(" ").matches(LABELS)).isTrue();
    assertThat(FieldSelector.parse(Kinds.POD, "").isEmpty()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          a===b | unable to parse requirement: found '=', expected: identifier
          a,,b  | found ',', expected: identifier after ','
          a,    | found '', expected: identifier after ','
          a in b| unable to parse requirement: found 'b' expected: '('
          a (b) | unable to parse requirement: found '(', expected: in, notin, =, ==, !=, gt, lt
          -a-   | unable to parse requirement: <nil>: Invalid value: "-a-": no label has such a name
          """)
  void labelSelectorThatIsNone_isRefused(String selector, String wantMessage) {
    assertThatThrownBy(() -> LabelSelector.parse(selector)).hasMessage(wantMessage);
  }

  @Test
  void fields_areComparedAsTheServerSeesThem() {
    KubeObject node = object(Kinds.NODE, "{'metadata':{'name':'n'}}");
    assertThat(FieldSelector.parse(Kinds.NODE, "spec.unschedulable=false").matches(node)).isTrue();
    assertThat(FieldSelector.parse(Kinds.NODE, "spec.unschedulable!=true").matches(node)).isTrue();
    KubeObject event =
        object(
            Kinds.CORE_EVENT,
            "{'metadata':{'name':'e','namespace':'x'},'reason':'a,b','source':{'component':'c'}}");
    assertThat(FieldSelector.parse(Kinds.CORE_EVENT, "reason=a\\,b,source=c").matches(event))
        .isTrue();
    assertThat(FieldSelector.parse(Kinds.CORE_EVENT, "metadata.namespace!=x").matches(event))
        .isFalse();
  }

  private static KubeObject object(Kind kind, String json) {
    return KubeObject.of(
        kind, Json.object(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8)));
  }
}
