package dev.berth.it;

import dev.berth.controlplane.ControlPlane;
import java.util.List;

/** What is still there after a manifest was deleted. Threading: any thread. */
final class Leftovers {
  private Leftovers() {}

  /**
   * The objects of every kind that the server knows whose name has that in it, but for events,
   * which are records and expire.
   */
  static List<String> named(ControlPlane controlPlane, String part) {
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
