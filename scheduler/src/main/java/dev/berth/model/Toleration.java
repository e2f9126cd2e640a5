package dev.berth.model;

import org.jspecify.annotations.Nullable;

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
  /** Spelled out, as {@link #hashCode}: each pod that is read compares its own with those known. */
  @Override
  public boolean equals(@Nullable Object o) {
    return this == o
        || (o instanceof Toleration other
            && key.equals(other.key)
            && operator.equals(other.operator)
            && value.equals(other.value)
            && effect.equals(other.effect));
  }

  @Override
  public int hashCode() {
    return 31 * (31 * (31 * key.hashCode() + operator.hashCode()) + value.hashCode())
        + effect.hashCode();
  }

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
