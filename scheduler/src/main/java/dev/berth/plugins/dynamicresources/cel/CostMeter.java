package dev.berth.plugins.dynamicresources.cel;

import dev.cel.common.ast.CelExpr;
import dev.cel.common.values.CelByteString;
import dev.cel.runtime.CelEvaluationListener;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Counts what an evaluation costs, step by step, and ends it at the limit.
 *
 * <p>Mirrors {@code interpreter/runtimecost.go} of cel-go 0.26.0 and {@code
 * apiserver/pkg/cel/library/cost.go}, Kubernetes 1.36.3. After an operand has failed, single steps
 * may be counted that are not counted there, or the other way round.
 *
 * <p>Threading: one per evaluation.
 */
final class CostMeter implements CelEvaluationListener {
  /** {@code CELSelectorExpressionMaxCost}, resource/v1/types.go, Kubernetes 1.36.3. */
  static final long LIMIT = 1_000_000;

  private static final double TRAVERSAL = 0.1;
  private static final double REGEX = 0.25;
  private static final int LIST = 10;
  private static final int MAP = 30;
  private static final int STRUCT = 40;

  private final CostRules rules;
  private final Map<Long, Object> values = new HashMap<>();
  private long cost;

  CostMeter(CostRules rules) {
    this.rules = rules;
  }

  long cost() {
    return cost;
  }

  @Override
  public void callback(CelExpr expr, Object value) {
    values.put(expr.id(), value);
    if (!rules.isConstant(expr.id())) {
      cost += costOf(expr, value);
      if (cost > LIMIT) {
        throw new CostExceeded();
      }
    }
  }

  private long costOf(CelExpr expr, Object value) {
    return switch (expr.exprKind().getKind()) {
      case IDENT -> rules.isFree(expr.id()) ? 0 : 1;
      case SELECT ->
          (expr.select().testOnly() || isAbsent(value) ? 0 : 1)
              + (rules.isRelative(expr.id()) ? 1 : 0);
      case CALL -> costOfCall(expr, value);
      case LIST -> LIST;
      case MAP -> MAP;
      case STRUCT -> STRUCT;
      case CONSTANT, COMPREHENSION, NOT_SET -> 0;
    };
  }

  private static boolean isAbsent(Object value) {
    return value instanceof Optional<?> optional && optional.isEmpty();
  }

  private long costOfCall(CelExpr expr, Object result) {
    CelExpr.CelCall call = expr.call();
    String function = call.function();
    if (CostRules.isIndex(function)) {
      return (isAbsent(result) ? 0L : 1L) + (rules.isRelative(expr.id()) ? 1L : 0L);
    }
    if (function.equals("_&&_") || function.equals("_||_") || function.equals("_?_:_")) {
      return 0;
    }
    if (rules.isFree(expr.id())) {
      return 0;
    }
    List<Object> args = new ArrayList<>();
    call.target().ifPresent(target -> addValue(target, args));
    call.args().forEach(arg -> addValue(arg, args));
    return Math.max(0, cost(function, rules.overload(expr.id()), args, result));
  }

  private void addValue(CelExpr expr, List<Object> args) {
    Object value = values.get(expr.id());
    if (value == null && expr.exprKind().getKind() == CelExpr.ExprKind.Kind.CONSTANT) {
      value = constant(expr);
    }
    args.add(value == null ? false : value);
  }

  private static @Nullable Object constant(CelExpr expr) {
    return switch (expr.constant().getKind()) {
      case STRING_VALUE -> expr.constant().stringValue();
      case BYTES_VALUE -> expr.constant().bytesValue();
      default -> null;
    };
  }

  private static long cost(String function, String overload, List<Object> args, Object result) {
    return switch (function) {
      case "isSorted", "sum", "max", "min", "indexOf", "lastIndexOf" -> traversal(args.getFirst());
      case "url",
          "lowerAscii",
          "upperAscii",
          "substring",
          "trim",
          "cidr",
          "isIP",
          "isCIDR",
          "quantity",
          "isQuantity",
          "semver",
          "isSemver" ->
          ceil(size(args.getFirst()) * TRAVERSAL);
      case "ip" -> overload.equals("cidr_ip") ? 1 : ceil(size(args.getFirst()) * TRAVERSAL);
      case "replace", "split", "ip.isCanonical" -> ceil(size(args.getFirst()) * 2 * TRAVERSAL);
      case "join" -> ceil(size(result) * 2 * TRAVERSAL);
      case "find", "findAll" -> regex(size(args.get(0)), size(args.get(1)));
      case "containsIP" ->
          ceil(2 * size(args.get(0)) * TRAVERSAL)
              + (overload.equals("cidr_contains_ip_string")
                  ? ceil(size(args.get(1)) * TRAVERSAL)
                  : 0);
      case "containsCIDR" ->
          ceil(2 * size(args.get(0)) * TRAVERSAL)
              + ceil(size(args.get(0)) * TRAVERSAL)
              + 1
              + (overload.equals("cidr_contains_cidr_string")
                  ? ceil(size(args.get(1)) * TRAVERSAL)
                  : 0);
      case "validate" ->
          args.getFirst() instanceof NamedFormat format
              ? regex(size(args.get(1)), format.regexSize())
              : 1;
      case "_==_" -> isOfKubernetes(args.getFirst()) ? 1 : equality(args);
      case "_!=_" -> equality(args);
      default -> costOfOverload(overload, args, result);
    };
  }

  private static long costOfOverload(String overload, List<Object> args, Object result) {
    return switch (overload) {
      case "starts_with_string",
          "ends_with_string",
          "string_to_bytes",
          "bytes_to_string",
          "strings_quote" ->
          ceil(size(args.getFirst()) * TRAVERSAL);
      case "in_list" -> size(args.get(1));
      case "list_slice", "lists_range", "list_reverse" -> 1 + LIST + size(result);
      case "list_flatten", "list_flatten_int" -> LIST + size(result);
      case "list_distinct" -> LIST + size(args.getFirst()) * size(args.getFirst());
      case "list_sets_contains_list", "list_sets_intersects_list" ->
          1 + size(args.get(0)) * size(args.get(1));
      case "list_sets_equivalent_list" -> 1 + 2 * size(args.get(0)) * size(args.get(1));
      case "less_string",
          "greater_string",
          "less_equals_string",
          "greater_equals_string",
          "less_bytes",
          "greater_bytes",
          "less_equals_bytes",
          "greater_equals_bytes" ->
          equality(args);
      case "add_string", "add_bytes" -> ceil((size(args.get(0)) + size(args.get(1))) * TRAVERSAL);
      case "matches_string" -> regex(size(args.get(0)), size(args.get(1)));
      case "contains_string" ->
          ceil(size(args.get(0)) * TRAVERSAL) * ceil(size(args.get(1)) * TRAVERSAL);
      default -> 1;
    };
  }

  private static long equality(List<Object> args) {
    return ceil(Math.min(size(args.get(0)), size(args.get(1))) * TRAVERSAL);
  }

  private static long regex(long textSize, long regexSize) {
    return ceil((1.0 + textSize) * TRAVERSAL) * ceil(regexSize * REGEX);
  }

  private static long ceil(double cost) {
    return (long) Math.ceil(cost);
  }

  private static boolean isOfKubernetes(Object value) {
    return value instanceof QuantityValue
        || value instanceof SemanticVersion
        || value instanceof IpAddress
        || value instanceof Cidr
        || value instanceof WebAddress
        || value instanceof NamedFormat;
  }

  private static long size(Object value) {
    return switch (value) {
      case String text -> text.codePointCount(0, text.length());
      case CelByteString bytes -> bytes.size();
      case Collection<?> list -> list.size();
      case Map<?, ?> map -> map.size();
      case Optional<?> optional -> optional.isPresent() ? size(optional.get()) : 1;
      case IpAddress address -> address.bits() / Byte.SIZE;
      case Cidr network -> ceil(network.prefixLength() / (double) Byte.SIZE);
      default -> 1;
    };
  }

  private static long traversal(Object value) {
    return switch (value) {
      case String text -> (long) (text.getBytes(StandardCharsets.UTF_8).length * TRAVERSAL);
      case CelByteString bytes -> (long) (bytes.size() * TRAVERSAL);
      case Collection<?> list -> list.stream().mapToLong(CostMeter::traversal).sum();
      case Map<?, ?> map ->
          map.entrySet().stream()
              .mapToLong(entry -> traversal(entry.getKey()) + traversal(entry.getValue()))
              .sum();
      default -> 1;
    };
  }
}
