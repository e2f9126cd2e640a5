package dev.berth.cli;

import dev.berth.cycle.BindingPool;
import dev.berth.extender.ExtenderPatience;
import dev.berth.kube.ClientSettings;
import dev.berth.kube.watch.WatchTiming;
import java.time.Duration;

/**
 * How long we and others wait before we try again, or do otherwise.
 *
 * <p>Threading: immutable.
 *
 * @param facade how long those wait who ask us
 * @param lastBindings how long bindings under way may go on when the scheduler stops
 */
record Patience(
    WatchTiming watch,
    ClientSettings.Timeouts requests,
    ExtenderPatience facade,
    Duration lastBindings) {
  static final Patience STANDARD =
      new Patience(
          WatchTiming.STANDARD,
          ClientSettings.Timeouts.STANDARD,
          ExtenderPatience.STANDARD,
          BindingPool.STANDARD_GRACE);
}
