package dev.berth.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.controlplane.ControlPlane;
import java.time.Duration;
import java.util.List;

/** What is still there after a manifest was deleted. Threading: any thread. */
final class Leftovers {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private Leftovers() {}

  /**
   * Waits until none is {@link #named} so: the garbage collector goes on after kubectl has ended.
   */
  static void awaitNone(ControlPlane controlPlane, String part) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    List<String> left = named(controlPlane, part);
    while (!left.isEmpty()) {
      assertThat(System.nanoTime()).as("still there: %s", left).isLessThan(deadline);
      left = named(controlPlane, part);
    }
  }

  /**
   * The objects of every kind that the server knows whose name has that in it, but for events,
   * which are records and expire.
   */
  private static List<String> named(ControlPlane controlPlane, String part) {
    String kinds =
        String.join(
            ",",
            controlPlane
                .kubectl("api-resources", "--verbs=list", "-o", "name")
                .lines()
                .filter(kind -> !kind.startsWith("events"))
                .toList());
    return controlPlane
        .kubectl("get", kinds, "--all-namespaces", "-o", "name")
        .lines()
        .filter(name -> name.contains(part))
        .toList();
  }
}
