package dev.berth.it;

import dev.berth.controlplane.ControlPlane;
import java.util.regex.Pattern;

/** Requests that an API server refused, by its own count. Threading: any thread. */
final class Refusals {
  private static final Pattern REFUSED =
      Pattern.compile("^authorization_attempts_total\\{result=\"(?!allowed).*\\} (\\d+)$");

  private Refusals() {}

  /** All of them, whoever asked. */
  static long count(ControlPlane controlPlane) {
    return controlPlane
        .kubectl("get", "--raw", "/metrics")
        .lines()
        .flatMap(line -> REFUSED.matcher(line).results())
        .mapToLong(match -> Long.parseLong(match.group(1)))
        .sum();
  }
}
