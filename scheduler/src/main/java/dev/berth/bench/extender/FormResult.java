package dev.berth.bench.extender;

import dev.berth.bench.Percentiles;
import java.util.List;

/**
 * What one extender did about nodes in one form.
 *
 * <p>Threading: immutable.
 *
 * @param filterNanos from the first byte sent to the last received
 * @param answerNanos the sum of all these
 * @param cpuMillis of the extender's process, for all requests
 * @param memory before the first request, and at 10, 50 and 100 per cent of them
 */
public record FormResult(
    Form form,
    Percentiles filterNanos,
    Percentiles prioritizeNanos,
    long answerNanos,
    long cpuMillis,
    List<Memory> memory) {

  public FormResult {
    memory = List.copyOf(memory);
  }

  /**
   * What the process holds.
   *
   * @param requests after how many
   * @param liveHeapBytes after a collection of the whole heap; 0 when it has none to be asked for
   */
  public record Memory(int requests, long residentBytes, long liveHeapBytes) {}

  int requests() {
    return filterNanos.count() + prioritizeNanos.count();
  }

  /** One after the other, on one connection. */
  double requestsPerSecond() {
    return requests() / (answerNanos / 1e9);
  }

  double cpuMillisPerRequest() {
    return (double) cpuMillis / requests();
  }
}
