package dev.berth.cycle;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that stands still until it is told to go on; any thread reads. */
final class SteppedClock implements InstantSource {
  private volatile Instant now = Instant.parse("2026-03-01T10:00:00Z");

  @Override
  public Instant instant() {
    return now;
  }

  /** For the one thread that steps. */
  void advance(Duration time) {
    now = now.plus(time);
  }
}
