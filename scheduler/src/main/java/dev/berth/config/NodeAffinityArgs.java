package dev.berth.config;

import dev.berth.model.NodeRequirement;
import dev.berth.model.NodeSelector;
import dev.berth.model.NodeSelectorTerm;
import dev.berth.model.PreferredNodeTerm;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Arguments of NodeAffinity: node affinity that every pod of the profile has besides its own.
 *
 * <p>Terms that do not parse are errors here, though in a pod they only match nothing. As in a pod,
 * an empty term matches nothing and a preferred term of weight 0 is not looked at. Mirrors {@code
 * ValidateNodeAffinityArgs} of {@code apis/config/validation/validation_pluginargs.go} and {@code
 * scheduling/corev1/nodeaffinity} of component-helpers, Kubernetes 1.36.3.
 *
 * <p>Threading: immutable.
 *
 * @param addedRequired nodes that the profile may use at all; null means all
 * @param addedPreferred nodes that the profile prefers, with weights
 */
public record NodeAffinityArgs(
    @Nullable NodeSelector addedRequired, List<PreferredNodeTerm> addedPreferred)
    implements PluginArgs {
  private static final List<String> LABEL_OPERATORS =
      List.of("In", "NotIn", "Exists", "DoesNotExist", "Gt", "Lt");
  private static final List<String> FIELD_OPERATORS = List.of("In", "NotIn");

  public NodeAffinityArgs {
    addedPreferred = List.copyOf(addedPreferred);
  }

  static NodeAffinityArgs read(Fields fields) {
    return fields.object("addedAffinity", NodeAffinityArgs::readAffinity);
  }

  private static NodeAffinityArgs readAffinity(Fields fields) {
    NodeSelector required =
        fields.objectOrNull(
            "requiredDuringSchedulingIgnoredDuringExecution",
            selector ->
                NodeSelector.of(
                    selector.objects("nodeSelectorTerms", term -> readTerm(term, true))));
    List<PreferredNodeTerm> preferred =
        fields.objects(
            "preferredDuringSchedulingIgnoredDuringExecution", NodeAffinityArgs::readPreferred);
    return new NodeAffinityArgs(required, preferred);
  }

  private static PreferredNodeTerm readPreferred(Fields fields) {
    int weight = fields.wholeNumber("weight", 0, Integer.MIN_VALUE, Integer.MAX_VALUE);
    return new PreferredNodeTerm(
        weight, fields.object("preference", term -> readTerm(term, weight != 0)));
  }

  private static NodeSelectorTerm readTerm(Fields fields, boolean counts) {
    List<NodeRequirement> expressions =
        fields.objects(
            "matchExpressions", expression -> readRequirement(expression, LABEL_OPERATORS, counts));
    List<NodeRequirement> matchFields =
        fields.objects("matchFields", field -> readRequirement(field, FIELD_OPERATORS, counts));
    return NodeSelectorTerm.of(expressions, matchFields);
  }

  private static NodeRequirement readRequirement(
      Fields fields, List<String> operators, boolean counts) {
    String key = fields.text("key", "");
    String operator = fields.text("operator", "");
    NodeRequirement requirement = new NodeRequirement(key, operator, fields.texts("values"));
    if (counts) {
      check(fields, operators, requirement);
    }
    return requirement;
  }

  private static void check(Fields fields, List<String> operators, NodeRequirement requirement) {
    fields.mustBeThere("operator", operators);
    if (fields.oneOf("operator", operators) == null) {
      return;
    }
    boolean ofLabels = operators.equals(LABEL_OPERATORS);
    NodeSelectorTerm alone =
        NodeSelectorTerm.of(
            ofLabels ? List.of(requirement) : List.of(),
            ofLabels ? List.of() : List.of(requirement));
    String error = alone.parseError();
    if (error != null) {
      fields.problemAt(fields.path(), "does not parse: " + error);
    }
  }
}
