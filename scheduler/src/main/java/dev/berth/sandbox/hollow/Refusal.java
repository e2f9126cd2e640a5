package dev.berth.sandbox.hollow;

/**
 * Why a kubelet does not run a pod, in the words of {@code pkg/kubelet/lifecycle/predicate.go},
 * Kubernetes 1.36.3.
 *
 * <p>Threading: immutable.
 *
 * @param reason {@code OutOfcpu}, {@code NodeAffinity}
 */
record Refusal(String reason, String message) {

  static Refusal outOf(String resource, Object requested, Object used, Object capacity) {
    return new Refusal(
        "OutOf" + resource,
        "Node didn't have enough resource: %s, requested: %s, used: %s, capacity: %s"
            .formatted(resource, requested, used, capacity));
  }

  static Refusal predicate(String name, String why) {
    return new Refusal(name, "Predicate " + name + " failed: " + why);
  }
}
