package dev.berth.cli;

import dev.berth.kube.ClientSettings;
import dev.berth.kube.watch.WatchTiming;
import java.time.Duration;

/**
 * How long the API server may take before we try again, or otherwise.
 *
 * <p>Threading: immutable.
 *
 * @param news how long the facade waits for what its caller may have heard before it
 */
record Patience(WatchTiming watch, ClientSettings.Timeouts requests, Duration news) {
  static final Patience STANDARD =
      new Patience(WatchTiming.STANDARD, ClientSettings.Timeouts.STANDARD, Duration.ofSeconds(1));
}
