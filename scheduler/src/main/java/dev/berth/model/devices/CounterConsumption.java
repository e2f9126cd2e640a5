package dev.berth.model.devices;

import dev.berth.model.Quantity;
import java.util.Map;

/**
 * What a device takes of the counters of one set while it is allocated: {@code consumesCounters}.
 *
 * <p>Threading: immutable.
 */
public record CounterConsumption(String counterSet, Map<String, Quantity> counters) {
  public CounterConsumption {
    counters = Tables.copyOf(counters);
  }
}
