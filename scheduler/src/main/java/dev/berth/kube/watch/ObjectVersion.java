package dev.berth.kube.watch;

/**
 * resourceVersions as the numbers that they are: of two objects of one kind the one with the larger
 * number is newer (Kubernetes 1.35 and later promise it; it always was so).
 *
 * <p>Threading: immutable.
 */
final class ObjectVersion {
  /** Of what has none that we understand: older than everything. */
  static final long NONE = -1;

  private ObjectVersion() {}

  static long of(String resourceVersion) {
    try {
      return Long.parseLong(resourceVersion);
    } catch (NumberFormatException notANumber) {
      return NONE;
    }
  }
}
