package dev.berth.kube.decode;

import static dev.berth.kube.decode.Absent.each;
import static dev.berth.kube.decode.Absent.orEmpty;
import static dev.berth.kube.decode.Absent.texts;

import dev.berth.model.NodeRequirement;
import dev.berth.model.NodeSelector;
import dev.berth.model.NodeSelectorTerm;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The JSON of a NodeSelector, as volumes and devices have it.
 *
 * <p>Threading: immutable.
 */
record NodeSelectorJson(@Nullable List<@Nullable Term> nodeSelectorTerms) {

  NodeSelector compile() {
    return NodeSelector.of(each(nodeSelectorTerms, Term.NONE).map(Term::compile).toList());
  }

  record Term(
      @Nullable List<@Nullable Expression> matchExpressions,
      @Nullable List<@Nullable Expression> matchFields) {
    private static final Term NONE = new Term(null, null);

    private NodeSelectorTerm compile() {
      return NodeSelectorTerm.of(requirements(matchExpressions), requirements(matchFields));
    }

    private static List<NodeRequirement> requirements(
        @Nullable List<@Nullable Expression> expressions) {
      return each(expressions, Expression.NONE).map(Expression::requirement).toList();
    }
  }

  record Expression(
      @Nullable String key, @Nullable String operator, @Nullable List<@Nullable String> values) {
    private static final Expression NONE = new Expression(null, null, null);

    private NodeRequirement requirement() {
      return new NodeRequirement(orEmpty(key), orEmpty(operator), texts(values));
    }
  }
}
