package dev.berth.bench.extender;

import dev.berth.bench.Percentiles;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What one extender did about nodes in one form.
 *
 * <p>Threading: immutable.
 *
 * @param nanos by verb that was asked, from the first byte sent to the last received
 * @param answerNanos the sum of all these
 * @param cpuMillis of the extender's process, for all requests
 * @param memory before the first request, and after each tenth of them
 */
public record FormResult(
    Form form,
    Map<Verb, Percentiles> nanos,
    long answerNanos,
    long cpuMillis,
    List<Memory> memory) {

  public FormResult {
    nanos = Collections.unmodifiableMap(new EnumMap<>(nanos));
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
    return nanos.values().stream().mapToInt(Percentiles::count).sum();
  }

  /** One after the other, on one connection. */
  double requestsPerSecond() {
    return requests() / (answerNanos / 1e9);
  }

  double cpuMillisPerRequest() {
    return (double) cpuMillis / requests();
  }
}
