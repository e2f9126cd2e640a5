package dev.berth.model;

/**
 * A toleration of a pod as it was written; "" stands for a field that is absent.
 *
 * <p>Mirrors {@code Toleration.ToleratesTaint}, api/core/v1/toleration.go, Kubernetes 1.36.3 with
 * the gate TaintTolerationComparisonOperators off: {@code Gt}, {@code Lt} and unknown operators
 * match nothing.
 *
 * <p>Threading: immutable.
 */
public record Toleration(String key, String operator, String value, String effect) {
  public boolean tolerates(Taint taint) {
    if (!effect.isEmpty() && !effect.equals(taint.effect())) {
      return false;
    }
    if (!key.isEmpty() && !key.equals(taint.key())) {
      return false;
    }
    return switch (operator) {
      case "", "Equal" -> value.equals(taint.value());
      case "Exists" -> true;
      default -> false;
    };
  }
}
