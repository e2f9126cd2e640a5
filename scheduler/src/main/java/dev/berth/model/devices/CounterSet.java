package dev.berth.model.devices;

import dev.berth.model.Quantity;
import java.util.Map;

/**
 * Counters that devices of a pool share, by name: {@code sharedCounters}.
 *
 * <p>Threading: immutable.
 */
public record CounterSet(String name, Map<String, Quantity> counters) {
  public CounterSet {
    counters = Tables.copyOf(counters);
  }
}
