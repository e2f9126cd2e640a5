package dev.berth.plugins.dynamicresources.cel;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelSource;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.navigation.CelNavigableExpr;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds literals that can be nothing but wrong: regular expressions, times, durations, and texts
 * that are converted to what they are not.
 *
 * <p>Mirrors the validators and optimisations that Kubernetes 1.36.3 switches on in {@code
 * apiserver/pkg/cel/environment/base.go}. Threading: any thread.
 */
final class LiteralChecks {
  private static final String BROKEN_PROGRAM = "program instantiation failed: ";

  private final CelAbstractSyntaxTree ast;
  private final CelRuntime runtime;

  LiteralChecks(CelAbstractSyntaxTree ast, CelRuntime runtime) {
    this.ast = ast;
    this.runtime = runtime;
  }

  /** What is wrong with the first such literal, or null. */
  @Nullable String problem() {
    return CelNavigableAst.fromAst(ast)
        .getRoot()
        .allNodes()
        .filter(node -> node.getKind() == CelExpr.ExprKind.Kind.CALL)
        .map(CelNavigableExpr::expr)
        .flatMap(call -> Optional.ofNullable(problem(call)).stream())
        .findFirst()
        .orElse(null);
  }

  private @Nullable String problem(CelExpr expr) {
    CelExpr.CelCall call = expr.call();
    return switch (call.function()) {
      case "matches", "find", "findAll" -> regexProblem(call);
      case "bool", "bytes", "double", "int", "string", "uint", "duration", "timestamp" ->
          conversionProblem(expr);
      default -> null;
    };
  }

  private @Nullable String regexProblem(CelExpr.CelCall call) {
    int position = call.target().isPresent() ? 0 : 1;
    if (call.args().size() <= position) {
      return null;
    }
    CelExpr regex = call.args().get(position);
    if (!isConstant(regex) || regex.constant().getKind() != CelConstant.Kind.STRING_VALUE) {
      return null;
    }
    try {
      return Pattern.compile(regex.constant().stringValue()) == null ? "" : null;
    } catch (PatternSyntaxException e) {
      return call.function().equals("matches")
          ? invalidArgument(regex, "matches")
          : BROKEN_PROGRAM + e.getMessage();
    }
  }

  private @Nullable String conversionProblem(CelExpr expr) {
    CelExpr.CelCall call = expr.call();
    if (call.target().isPresent() || call.args().size() != 1 || !isConstant(call.args().get(0))) {
      return null;
    }
    try {
      CelAbstractSyntaxTree alone =
          CelAbstractSyntaxTree.newCheckedAst(
              expr, ast.getSource(), ast.getReferenceMap(), ast.getTypeMap());
      runtime.createProgram(alone).eval();
      return null;
    } catch (CelEvaluationException e) {
      return call.function().equals("duration") || call.function().equals("timestamp")
          ? invalidArgument(call.args().get(0), call.function())
          : BROKEN_PROGRAM + FailureText.of(e, ast.getSource());
    }
  }

  private static boolean isConstant(CelExpr expr) {
    return expr.exprKind().getKind() == CelExpr.ExprKind.Kind.CONSTANT;
  }

  private String invalidArgument(CelExpr literal, String function) {
    CelSource source = ast.getSource();
    int offset = source.getPositionsMap().getOrDefault(literal.id(), 0);
    return source
        .getOffsetLocation(offset)
        .map(
            place ->
                "compilation failed: "
                    + CelIssue.formatError(place, "invalid " + function + " argument")
                        .toDisplayString(source))
        .orElse("compilation failed: invalid " + function + " argument");
  }
}
