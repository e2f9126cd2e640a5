package dev.berth.plugins.dynamicresources.cel;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Whether something is in a list or in a map: the operator {@code in}. Numbers of different types
 * are the same when their values are; a domain is in a map only when the device uses it, although
 * each can be looked up.
 *
 * <p>Threading: any thread.
 */
final class Membership {
  private Membership() {}

  static boolean of(Object key, Map<?, ?> map) {
    return map instanceof DeviceValues.Domains domains
        ? domains.isUsed(key)
        : of(key, map.keySet());
  }

  static boolean of(Object value, List<?> list) {
    return of(value, (Collection<?>) list);
  }

  private static boolean of(Object value, Collection<?> all) {
    return all.stream().anyMatch(one -> isSame(one, value));
  }

  private static boolean isSame(Object one, Object other) {
    if (!(one instanceof Number a) || !(other instanceof Number b)) {
      return one.equals(other);
    }
    double first = a.doubleValue();
    double second = b.doubleValue();
    if (!Double.isFinite(first) || !Double.isFinite(second)) {
      return first == second;
    }
    return new BigDecimal(a.toString()).compareTo(new BigDecimal(b.toString())) == 0;
  }
}
