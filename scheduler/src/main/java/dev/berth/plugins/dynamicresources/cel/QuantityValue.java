package dev.berth.plugins.dynamicresources.cel;

import dev.berth.model.Quantity;
import org.jspecify.annotations.Nullable;

/**
 * A quantity in an expression: the type {@code kubernetes.Quantity} of Kubernetes' CEL.
 *
 * <p>Threading: immutable.
 *
 * @param computed whether it is a sum or a difference: Go compares any quantity with one of these
 *     only when it stands on the left of {@code ==} ({@code apiserver/pkg/cel/quantity.go})
 */
record QuantityValue(Quantity amount, boolean computed) {
  @Override
  public boolean equals(@Nullable Object o) {
    if (!(o instanceof QuantityValue other)) {
      return false;
    }
    if (other.computed) {
      throw new FunctionFailure("no such overload");
    }
    return amount.equals(other.amount);
  }

  @Override
  public int hashCode() {
    return amount.hashCode();
  }
}
