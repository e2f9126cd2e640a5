package dev.berth.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class LabelSelectorTest {
  private static final Labels WEB = Labels.of(Map.of("app", "web", "tier", ""));

  private static LabelSelector expression(String key, String operator, String... values) {
    return LabelSelector.of(
        Map.of(), List.of(new LabelRequirement(key, operator, List.of(values))));
  }

  static Stream<Arguments> expressions() {
    return Stream.of(
        argumentSet("In with the value", expression("app", "In", "db", "web"), true),
        argumentSet("In without the value", expression("app", "In", "db"), false),
        argumentSet("In for a missing label", expression("zone", "In", ""), false),
        argumentSet("In for an empty value", expression("tier", "In", ""), true),
        argumentSet("NotIn with the value", expression("app", "NotIn", "web"), false),
        argumentSet("NotIn without the value", expression("app", "NotIn", "db"), true),
        argumentSet("NotIn for a missing label", expression("zone", "NotIn", "a"), true),
        argumentSet("Exists", expression("tier", "Exists"), true),
        argumentSet("Exists for a missing label", expression("zone", "Exists"), false),
        argumentSet("DoesNotExist", expression("tier", "DoesNotExist"), false),
        argumentSet("DoesNotExist, missing", expression("zone", "DoesNotExist"), true));
  }

  @ParameterizedTest
  @MethodSource("expressions")
  void matches_oneExpression(LabelSelector selector, boolean wantMatch) {
    assertThat(selector.parseError()).isNull();
    assertThat(selector.matches(WEB)).isEqualTo(wantMatch);
  }

  @Test
  void matches_labelsAndExpressions_allHaveToHold() {
    List<LabelRequirement> exists = List.of(new LabelRequirement("zone", "Exists", List.of()));

    assertThat(LabelSelector.of(Map.of("app", "web", "tier", ""), List.of()).matches(WEB)).isTrue();
    assertThat(LabelSelector.of(Map.of("app", "web", "tier", "x"), List.of()).matches(WEB))
        .isFalse();
    assertThat(LabelSelector.of(Map.of("app", "web"), exists).matches(WEB)).isFalse();
  }

  @Test
  void emptySelector_matchesEverything_absentOneNothing() {
    assertThat(LabelSelector.of(Map.of(), List.of())).isSameAs(LabelSelector.EVERYTHING);
    assertThat(LabelSelector.EVERYTHING.matches(Labels.EMPTY)).isTrue();
    assertThat(LabelSelector.EVERYTHING.isEverything()).isTrue();
    assertThat(LabelSelector.NOTHING.matches(WEB)).isFalse();
    assertThat(LabelSelector.NOTHING.isEverything()).isFalse();
    assertThat(LabelSelector.NOTHING).isNotEqualTo(LabelSelector.EVERYTHING);
  }

  /** Texts of apimachinery v0.36.3 for the same input. */
  static Stream<Arguments> unparsable() {
    return Stream.of(
        argumentSet(
            "In without values",
            expression("a", "In"),
            "values: Invalid value: null: for 'in', 'notin' operators, values set can't be empty"),
        argumentSet(
            "Exists with a value",
            expression("a", "Exists", "x<y"),
            "[values: Invalid value: [\"x\\u003cy\"]: values set must be empty for exists and does"
                + " not exist, values[0][a]: Invalid value: \"x<y\": a valid label must be an empty"
                + " string or consist of alphanumeric characters, '-', '_' or '.', and must start"
                + " and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or"
                + " '12345', regex used for validation is"
                + " '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')]"),
        argumentSet(
            "an operator nobody knows",
            expression("a", "Gt", "1"),
            "\"Gt\" is not a valid label selector operator"),
        argumentSet(
            "a key that is too long",
            expression("k".repeat(64), "Exists"),
            "key: Invalid value: \""
                + "k".repeat(64)
                + "\": name part must be no more than 63 bytes"),
        argumentSet(
            "an empty key prefix",
            expression("/a", "Exists"),
            "key: Invalid value: \"/a\": prefix part must be non-empty"),
        argumentSet(
            "two slashes in the key",
            expression("a/b/c", "Exists"),
            "key: Invalid value: \"a/b/c\": a valid label key must consist of alphanumeric"
                + " characters, '-', '_' or '.', and must start and end with an alphanumeric"
                + " character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for"
                + " validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]') with an optional DNS"
                + " subdomain prefix and '/' (e.g. 'example.com/MyName')"),
        argumentSet(
            "an upper-case key prefix",
            expression("Ex.com/a", "Exists"),
            "key: Invalid value: \"Ex.com/a\": prefix part a lowercase RFC 1123 subdomain must"
                + " consist of lower case alphanumeric characters, '-' or '.', and must start and"
                + " end with an alphanumeric character (e.g. 'example.com', regex used for"
                + " validation is"
                + " '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')"));
  }

  @ParameterizedTest
  @MethodSource("unparsable")
  void parseError_isGosText_andNothingMatches(LabelSelector selector, String wantError) {
    assertThat(selector.parseError()).isEqualTo(wantError);
    assertThat(selector.matches(WEB)).isFalse();
    assertThat(selector.isEverything()).isFalse();
  }

  @Test
  void parseError_ofSeveral_isTheFirst_labelsBeforeExpressions() {
    LabelSelector selector =
        LabelSelector.of(Map.of("a", "-"), List.of(new LabelRequirement("b", "Nope", List.of())));

    assertThat(selector.parseError()).startsWith("values[0][a]: Invalid value: \"-\":");
  }

  @Test
  void equals_sameText_isTrue() {
    assertThat(expression("a", "In", "x")).isEqualTo(expression("a", "In", "x"));
    assertThat(expression("a", "In", "x")).isNotEqualTo(expression("a", "In", "y"));
  }

  @Test
  void moreLabels_areTakenAsTheyAre_andNarrow() {
    LabelSelector web = LabelSelector.of(Map.of("app", "web"), List.of());
    Labels webOfHash = Labels.of(Map.of("app", "web", "no such key!", "1"));

    LabelSelector narrowed = web.and(Map.of("no such key!", "1"));

    assertThat(narrowed.matches(webOfHash)).isTrue();
    assertThat(narrowed.matches(Labels.of(Map.of("app", "web")))).isFalse();
    assertThat(narrowed).isEqualTo(web.and(Map.of("no such key!", "1"))).isNotEqualTo(web);
    assertThat(web.and(Map.of())).isSameAs(web);
    assertThat(LabelSelector.EVERYTHING.and(Map.of("a", "1")).isEverything()).isFalse();
    assertThat(LabelSelector.NOTHING.and(Map.of("a", "1"))).isSameAs(LabelSelector.NOTHING);
  }

  @Test
  void anotherSelector_narrows_unlessItMatchesNothingAtAll() {
    LabelSelector web = LabelSelector.of(Map.of("app", "web"), List.of());
    LabelSelector tier =
        LabelSelector.of(
            Map.of("x", "1"), List.of(new LabelRequirement("tier", "Exists", List.of())));
    LabelSelector broken = LabelSelector.of(Map.of("a b", "v"), List.of());

    LabelSelector both = web.and(tier);

    assertThat(both.matches(Labels.of(Map.of("app", "web", "x", "1", "tier", "")))).isTrue();
    assertThat(both.matches(Labels.of(Map.of("app", "web", "tier", "")))).isFalse();
    assertThat(both.matches(Labels.of(Map.of("x", "1", "tier", "")))).isFalse();
    assertThat(both).isEqualTo(web.and(tier)).isNotEqualTo(web);
    assertThat(web.and(LabelSelector.NOTHING)).isSameAs(web);
    assertThat(web.and(LabelSelector.EVERYTHING)).isSameAs(web);
    assertThat(web.and(broken)).isSameAs(web);
    assertThat(broken.isNothing()).isFalse();
    assertThat(LabelSelector.NOTHING.isNothing()).isTrue();
  }
}
