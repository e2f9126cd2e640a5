package dev.berth.bench.extender;

import dev.berth.bench.Machine;
import java.util.List;

/**
 * What {@code berth bench extender} found.
 *
 * <p>Threading: immutable.
 */
public record ExtenderReport(
    ExtenderSettings settings, Machine machine, int wholeNodeBytes, List<ContenderResult> results) {
  public ExtenderReport {
    results = List.copyOf(results);
  }
}
