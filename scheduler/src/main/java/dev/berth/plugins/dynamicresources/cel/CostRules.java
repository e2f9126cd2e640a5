package dev.berth.plugins.dynamicresources.cel;

import com.google.common.collect.ImmutableList;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelReference;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What of an expression's cost is known before it is evaluated: which of its parts the real
 * interpreter would have computed beforehand, and where it reads a variable, which costs one.
 *
 * <p>Mirrors {@code interpreter/planner.go} and {@code decorators.go} of cel-go 0.26.0 with the
 * options of Kubernetes 1.36.3. Threading: immutable.
 */
final class CostRules {
  private static final Set<String> CONVERSIONS =
      Set.of("bool", "bytes", "double", "duration", "dyn", "int", "string", "timestamp", "uint");
  private static final Set<String> OPTIONAL_INDEX = Set.of("_?._", "_[?_]");

  private final CelAbstractSyntaxTree ast;

  /** Parts that are constants once the expression is compiled. */
  private final Set<Long> constant = new HashSet<>();

  /** Reads of a variable that are part of another step, and cost nothing of their own. */
  private final Set<Long> free = new HashSet<>();

  /** Reads of something that is no variable, for which there is a step more. */
  private final Set<Long> relative = new HashSet<>();

  private final Map<Long, String> overloads = new HashMap<>();

  CostRules(CelAbstractSyntaxTree ast) {
    this.ast = ast;
    visit(ast.getExpr());
  }

  boolean isConstant(long id) {
    return constant.contains(id);
  }

  boolean isFree(long id) {
    return free.contains(id);
  }

  boolean isRelative(long id) {
    return relative.contains(id);
  }

  /** The one overload that a call means, "" when only the arguments tell. */
  String overload(long id) {
    return overloads.getOrDefault(id, "");
  }

  static boolean isIndex(String function) {
    return function.equals("_[_]") || OPTIONAL_INDEX.contains(function);
  }

  private void visit(CelExpr expr) {
    switch (expr.exprKind().getKind()) {
      case CONSTANT -> constant.add(expr.id());
      case IDENT -> {
        CelReference reference = ast.getReferenceMap().get(expr.id());
        boolean isType =
            ast.getType(expr.id())
                .map(type -> type.kind() == dev.cel.common.types.CelKind.TYPE)
                .orElse(false);
        if (isType || (reference != null && reference.value().isPresent())) {
          constant.add(expr.id());
        }
      }
      case SELECT -> {
        visit(expr.select().operand());
        markRelative(expr.id(), expr.select().operand());
      }
      case CALL -> visitCall(expr);
      case LIST -> {
        expr.list().elements().forEach(this::visit);
        if (expr.list().elements().stream().allMatch(element -> isConstant(element.id()))) {
          constant.add(expr.id());
        }
      }
      case MAP -> {
        boolean all = true;
        for (CelExpr.CelMap.Entry entry : expr.map().entries()) {
          visit(entry.key());
          visit(entry.value());
          all &= isConstant(entry.key().id()) && isConstant(entry.value().id());
        }
        if (all) {
          constant.add(expr.id());
        }
      }
      case STRUCT -> expr.struct().entries().forEach(entry -> visit(entry.value()));
      case COMPREHENSION -> {
        CelExpr.CelComprehension fold = expr.comprehension();
        visit(fold.iterRange());
        visit(fold.accuInit());
        visit(fold.loopCondition());
        visit(fold.loopStep());
        visit(fold.result());
      }
      case NOT_SET -> {}
    }
  }

  private void visitCall(CelExpr expr) {
    CelExpr.CelCall call = expr.call();
    call.target().ifPresent(this::visit);
    call.args().forEach(this::visit);
    CelReference reference = ast.getReferenceMap().get(expr.id());
    ImmutableList<String> candidates =
        reference == null ? ImmutableList.of() : reference.overloadIds();
    if (candidates.size() == 1) {
      overloads.put(expr.id(), candidates.getFirst());
    }
    List<CelExpr> args = call.args();
    if (call.function().equals("_?_:_")) {
      release(args.get(1));
      release(args.get(2));
    } else if (isIndex(call.function())) {
      release(args.get(1));
      markRelative(expr.id(), args.get(0));
    } else if (CONVERSIONS.contains(call.function())
        && args.size() == 1
        && call.target().isEmpty()
        && isConstant(args.getFirst().id())) {
      constant.add(expr.id());
    } else if (overload(expr.id()).equals("in_list") && isSetOfPrimitives(args.get(1))) {
      free.add(expr.id());
    }
  }

  private boolean isSetOfPrimitives(CelExpr list) {
    return isConstant(list.id())
        && list.exprKind().getKind() == CelExpr.ExprKind.Kind.LIST
        && list.list().elements().stream().allMatch(CostRules::isPrimitive);
  }

  private static boolean isPrimitive(CelExpr element) {
    return element.exprKind().getKind() == CelExpr.ExprKind.Kind.CONSTANT
        && element.constant().getKind() != CelConstant.Kind.BYTES_VALUE
        && element.constant().getKind() != CelConstant.Kind.NULL_VALUE;
  }

  private void markRelative(long id, CelExpr operand) {
    if (!isAttribute(operand)) {
      relative.add(id);
    }
  }

  /** The read at the start of a chain of selections costs nothing here. */
  private void release(CelExpr expr) {
    if (!isAttribute(expr)) {
      return;
    }
    switch (expr.exprKind().getKind()) {
      case IDENT -> free.add(expr.id());
      case SELECT -> {
        if (!expr.select().testOnly()) {
          releaseChain(expr.id(), expr.select().operand());
        }
      }
      case CALL -> {
        if (isIndex(expr.call().function())) {
          releaseChain(expr.id(), expr.call().args().getFirst());
        }
      }
      default -> {}
    }
  }

  private void releaseChain(long id, CelExpr operand) {
    if (!relative.remove(id)) {
      release(operand);
    }
  }

  private boolean isAttribute(CelExpr expr) {
    return switch (expr.exprKind().getKind()) {
      case IDENT -> !isConstant(expr.id());
      case SELECT -> true;
      case CALL -> expr.call().function().equals("_?_:_") || isIndex(expr.call().function());
      default -> false;
    };
  }
}
