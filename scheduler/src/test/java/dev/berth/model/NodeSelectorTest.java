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

final class NodeSelectorTest {
  private static final Node NODE =
      Node.builder("n1")
          .labels(Labels.of(Map.of("zone", "a", "gen", "7", "big", "99999999999999999999")))
          .build();

  private static NodeRequirement requirement(String key, String operator, String... values) {
    return new NodeRequirement(key, operator, List.of(values));
  }

  private static NodeSelectorTerm labels(NodeRequirement... expressions) {
    return NodeSelectorTerm.of(List.of(expressions), List.of());
  }

  private static NodeSelectorTerm fields(NodeRequirement... fields) {
    return NodeSelectorTerm.of(List.of(), List.of(fields));
  }

  static Stream<Arguments> terms() {
    NodeRequirement inZone = requirement("zone", "In", "a", "b");
    NodeRequirement named = requirement("metadata.name", "In", "n1");
    return Stream.of(
        argumentSet("In", labels(inZone), true),
        argumentSet("NotIn for a missing label", labels(requirement("x", "NotIn", "1")), true),
        argumentSet("Exists", labels(requirement("gen", "Exists")), true),
        argumentSet("DoesNotExist", labels(requirement("gen", "DoesNotExist")), false),
        argumentSet("Gt below the label", labels(requirement("gen", "Gt", "6")), true),
        argumentSet("Gt at the label", labels(requirement("gen", "Gt", "7")), false),
        argumentSet("Lt above the label", labels(requirement("gen", "Lt", "8")), true),
        argumentSet("Lt at the label", labels(requirement("gen", "Lt", "7")), false),
        argumentSet("Gt on a missing label", labels(requirement("x", "Gt", "1")), false),
        argumentSet("Lt on a missing label", labels(requirement("x", "Lt", "1")), false),
        argumentSet("Gt on a label with letters", labels(requirement("zone", "Gt", "1")), false),
        argumentSet("Gt on a label of 20 digits", labels(requirement("big", "Gt", "1")), false),
        argumentSet("all expressions hold", labels(inZone, requirement("gen", "Exists")), true),
        argumentSet("one does not", labels(inZone, requirement("x", "Exists")), false),
        argumentSet("the node's name", fields(named), true),
        argumentSet("another name", fields(requirement("metadata.name", "In", "n2")), false),
        argumentSet("not another name", fields(requirement("metadata.name", "NotIn", "n2")), true),
        argumentSet(
            "names are ANDed", fields(named, requirement("metadata.name", "In", "n2")), false),
        argumentSet("another field is empty", fields(requirement("metadata.uid", "In", "")), true),
        argumentSet("another field has no value", fields(requirement("spec.x", "In", "y")), false),
        argumentSet(
            "labels and fields", NodeSelectorTerm.of(List.of(inZone), List.of(named)), true),
        argumentSet("an empty term", labels(), false));
  }

  @ParameterizedTest
  @MethodSource("terms")
  void matches_oneTerm(NodeSelectorTerm term, boolean wantMatch) {
    assertThat(term.parseError()).isNull();
    assertThat(term.matches(NODE)).isEqualTo(wantMatch);
  }

  /** Texts of component-helpers v0.36.3 for the same input. */
  static Stream<Arguments> unparsable() {
    return Stream.of(
        argumentSet(
            "two names in one field expression",
            fields(requirement("metadata.name", "In", "n1", "n2")),
            "matchFields[0].values: Invalid value: [\"n1\",\"n2\"]: must have one element"),
        argumentSet(
            "a field operator",
            fields(requirement("metadata.name", "Exists")),
            "matchFields[0].operator: Unsupported value: \"Exists\": supported values: \"In\","
                + " \"NotIn\""),
        argumentSet(
            "an operator nobody knows, after a good expression",
            labels(requirement("zone", "Exists"), requirement("zone", "Near", "a")),
            "matchExpressions[1].operator: Unsupported value: \"Near\": supported values: \"In\","
                + " \"NotIn\", \"Exists\", \"DoesNotExist\", \"Gt\", \"Lt\""),
        argumentSet(
            "Gt with letters",
            labels(requirement("gen", "Gt", "x")),
            "matchExpressions[0].values[0]: Invalid value: \"x\": for 'Gt', 'Lt' operators, the"
                + " value must be an integer"),
        argumentSet(
            "Lt with two values",
            labels(requirement("gen", "Lt", "1", "2")),
            "matchExpressions[0].values: Invalid value: [\"1\",\"2\"]: for 'Gt', 'Lt' operators,"
                + " exactly one value is required"),
        argumentSet(
            "In without values and an empty key",
            labels(requirement("zone", "In"), requirement("", "Exists")),
            "[matchExpressions[0].values: Invalid value: null: for 'in', 'notin' operators, values"
                + " set can't be empty, matchExpressions[1].key: Invalid value: \"\": name part"
                + " must be non-empty; name part must consist of alphanumeric characters, '-', '_'"
                + " or '.', and must start and end with an alphanumeric character (e.g. 'MyName',"
                + "  or 'my.name',  or '123-abc', regex used for validation is"
                + " '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')]"));
  }

  @ParameterizedTest
  @MethodSource("unparsable")
  void parseError_isGosText_andNothingMatches(NodeSelectorTerm term, String wantError) {
    assertThat(term.parseError()).isEqualTo(wantError);
    assertThat(term.matches(NODE)).isFalse();
  }

  @Test
  void nodeSelector_terms_areORed() {
    NodeSelectorTerm wrong = labels(requirement("zone", "Near"));
    NodeSelectorTerm other = labels(requirement("zone", "In", "z"));
    NodeSelectorTerm here = labels(requirement("zone", "In", "a"));

    assertThat(NodeSelector.of(List.of(wrong, other, here)).matches(NODE)).isTrue();
    assertThat(NodeSelector.of(List.of(wrong, other)).matches(NODE)).isFalse();
    assertThat(NodeSelector.of(List.of()).matches(NODE)).isFalse();
    assertThat(NodeSelector.of(List.of(other, wrong)).parseError("spec."))
        .startsWith("spec.nodeSelectorTerms[1].matchExpressions[0].operator: Unsupported value");
  }

  @Test
  void requiredNodes_selectorAndAffinity_bothHaveToMatch() {
    NodeSelector zoneA = NodeSelector.of(List.of(labels(requirement("zone", "In", "a"))));

    assertThat(RequiredNodes.of(Map.of("gen", "7"), zoneA).matches(NODE)).isTrue();
    assertThat(RequiredNodes.of(Map.of("gen", "8"), zoneA).matches(NODE)).isFalse();
    assertThat(RequiredNodes.of(Map.of("x", ""), null).matches(NODE)).isFalse();
    assertThat(RequiredNodes.of(Map.of(), NodeSelector.of(List.of())).matches(NODE)).isFalse();
    assertThat(RequiredNodes.of(Map.of(), null)).isSameAs(RequiredNodes.ANY);
    assertThat(RequiredNodes.ANY.matches(NODE)).isTrue();
  }

  @Test
  void requiredNodes_invalidNodeSelector_isComparedAsItStands() {
    Node odd = Node.builder("n2").labels(Labels.of(Map.of("not a key", "-"))).build();

    assertThat(RequiredNodes.of(Map.of("not a key", "-"), null).matches(odd)).isTrue();
  }

  @Test
  void requiredNodes_sameContent_areEqual() {
    NodeSelector zoneA = NodeSelector.of(List.of(labels(requirement("zone", "In", "a"))));
    NodeSelector again = NodeSelector.of(List.of(labels(requirement("zone", "In", "a"))));

    assertThat(RequiredNodes.of(Map.of("a", "b"), zoneA))
        .isEqualTo(RequiredNodes.of(Map.of("a", "b"), again))
        .hasSameHashCodeAs(RequiredNodes.of(Map.of("a", "b"), again))
        .isNotEqualTo(RequiredNodes.of(Map.of("a", "b"), null));
  }

  @Test
  void preferredNodes_score_isTheSumOfMatchingWeights() {
    PreferredNodes preferred =
        PreferredNodes.of(
            List.of(
                new PreferredNodeTerm(10, labels(requirement("zone", "In", "a"))),
                new PreferredNodeTerm(20, labels(requirement("zone", "In", "b"))),
                new PreferredNodeTerm(3, labels(requirement("gen", "Exists"))),
                new PreferredNodeTerm(50, labels())));

    assertThat(preferred.parseError()).isNull();
    assertThat(preferred.score(NODE)).isEqualTo(13);
  }

  @Test
  void preferredNodes_weightZero_isNotEvenParsed() {
    PreferredNodes preferred =
        PreferredNodes.of(List.of(new PreferredNodeTerm(0, labels(requirement("", "Near")))));

    assertThat(preferred.parseError()).isNull();
    assertThat(preferred.score(NODE)).isZero();
    assertThat(preferred.isEmpty()).isFalse();
  }

  @Test
  void preferredNodes_severalWrongTerms_areReportedByPosition() {
    NodeSelectorTerm wrong = fields(requirement("metadata.name", "In", "n04", "n07"));
    PreferredNodes preferred =
        PreferredNodes.of(
            List.of(
                new PreferredNodeTerm(1, wrong),
                new PreferredNodeTerm(1, labels(requirement("zone", "Exists"))),
                new PreferredNodeTerm(1, wrong)));

    assertThat(preferred.parseError())
        .isEqualTo(
            "[[0].matchFields[0].values: Invalid value: [\"n04\",\"n07\"]: must have one element,"
                + " [2].matchFields[0].values: Invalid value: [\"n04\",\"n07\"]: must have one"
                + " element]");
  }
}
