package dev.berth.model.devices;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Copies maps so that they keep the order in which they were written.
 *
 * <p>Threading: any thread.
 */
final class Tables {
  private Tables() {}

  static <V> Map<String, V> copyOf(Map<String, V> table) {
    return table.isEmpty() ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(table));
  }
}
