package dev.berth.cli;

import dev.berth.kube.ClientSettings;
import dev.berth.kube.watch.WatchTiming;

/**
 * How long the API server may take before we try again, or otherwise.
 *
 * <p>Threading: immutable.
 */
record Patience(WatchTiming watch, ClientSettings.Timeouts requests) {
  static final Patience STANDARD =
      new Patience(WatchTiming.STANDARD, ClientSettings.Timeouts.STANDARD);
}
