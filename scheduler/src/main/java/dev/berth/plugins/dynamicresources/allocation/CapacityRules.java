package dev.berth.plugins.dynamicresources.allocation;

import dev.berth.model.Quantity;
import dev.berth.model.devices.CapacityRequestPolicy;
import dev.berth.model.devices.CapacityRequestPolicy.Range;
import dev.berth.model.devices.Device;
import dev.berth.model.devices.DeviceCapacity;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How much of a device's capacity a request consumes, and whether that much is left.
 *
 * <p>Mirrors consumable_capacity.go (incubating), Kubernetes 1.36.3. Ranges with a step of zero,
 * which the API server refuses and over which kube-scheduler would stumble, fit no request.
 *
 * <p>Threading: any thread.
 */
final class CapacityRules {
  private CapacityRules() {}

  /**
   * Whether a device has what is wanted beside what is consumed of it; no when a capacity is wanted
   * that it does not have.
   *
   * @param consumed by claims that are allocated; null when nothing is
   * @param picked by the claims that are being allocated; null when nothing is
   */
  static boolean fits(
      Map<String, Quantity> wanted,
      Device device,
      @Nullable Map<String, Quantity> consumed,
      @Nullable Map<String, Quantity> picked) {
    for (String name : wanted.keySet()) {
      if (!device.capacity().containsKey(name)) {
        return false;
      }
    }
    for (Map.Entry<String, DeviceCapacity> entry : device.capacity().entrySet()) {
      String name = entry.getKey();
      DeviceCapacity capacity = entry.getValue();
      Quantity amount = consumption(wanted.get(name), capacity);
      if (violates(amount, capacity.policy())) {
        return false;
      }
      Quantity total = plus(plus(amount, consumed, name), picked, name);
      if (total.compareTo(capacity.value()) > 0) {
        return false;
      }
    }
    return true;
  }

  private static Quantity plus(
      Quantity amount, @Nullable Map<String, Quantity> others, String name) {
    Quantity other = others == null ? null : others.get(name);
    return other == null ? amount : amount.plus(other);
  }

  /** What a request consumes of each capacity of a device. */
  static Map<String, Quantity> consumption(Map<String, Quantity> wanted, Device device) {
    Map<String, Quantity> consumption = new LinkedHashMap<>();
    device
        .capacity()
        .forEach(
            (name, capacity) -> consumption.put(name, consumption(wanted.get(name), capacity)));
    return consumption;
  }

  private static Quantity consumption(@Nullable Quantity wanted, DeviceCapacity capacity) {
    CapacityRequestPolicy policy = capacity.policy();
    if (wanted == null) {
      return policy != null && policy.defaultValue() != null
          ? policy.defaultValue()
          : capacity.value();
    }
    if (policy == null) {
      return wanted;
    }
    if (policy.validRange() != null && policy.validRange().min() != null) {
      return roundedUp(wanted, policy.validRange().min(), policy.validRange().step());
    }
    for (Quantity valid : policy.validValues()) {
      if (wanted.compareTo(valid) <= 0) {
        return valid;
      }
    }
    return wanted;
  }

  private static Quantity roundedUp(Quantity wanted, Quantity min, @Nullable Quantity step) {
    if (wanted.compareTo(min) < 0) {
      return min;
    }
    if (step == null || step.value() == 0) {
      return wanted;
    }
    long above = wanted.value() - min.value();
    long steps = above / step.value() + (above % step.value() == 0 ? 0 : 1);
    return Quantity.ofBytes(min.value() + step.value() * steps);
  }

  private static boolean violates(Quantity amount, @Nullable CapacityRequestPolicy policy) {
    if (policy == null || isSame(amount, policy.defaultValue())) {
      return false;
    }
    if (policy.validRange() != null) {
      return isOutside(amount, policy.validRange());
    }
    return !policy.validValues().isEmpty()
        && policy.validValues().stream().noneMatch(valid -> amount.compareTo(valid) == 0);
  }

  /** Go compares the quantities as structures, notation included. */
  private static boolean isSame(Quantity amount, @Nullable Quantity defaultValue) {
    return defaultValue != null
        && amount.compareTo(defaultValue) == 0
        && amount.canonical().equals(defaultValue.canonical());
  }

  private static boolean isOutside(Quantity amount, Range range) {
    if (range.max() != null && amount.compareTo(range.max()) > 0) {
      return true;
    }
    if (range.step() == null) {
      return false;
    }
    long step = range.step().value();
    long min = range.min() == null ? 0 : range.min().value();
    return step == 0 || (amount.value() - min) % step != 0;
  }
}
