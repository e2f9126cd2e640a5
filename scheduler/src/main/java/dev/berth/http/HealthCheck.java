package dev.berth.http;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One named question about the health of the process.
 *
 * <p>Asked on any thread, by anybody and often: it reads published values and never waits.
 *
 * @param name part of a path: {@code /readyz/<name>}
 * @param problem null when all is well, else what is wrong in a few words
 */
public record HealthCheck(String name, Supplier<@Nullable String> problem) {

  /** Always well: whoever answers is alive. */
  public static final HealthCheck PING = new HealthCheck("ping", () -> null);
}
