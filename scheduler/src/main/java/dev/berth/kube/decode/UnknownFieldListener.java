package dev.berth.kube.decode;

/**
 * Told of every field that Kubernetes 1.36 does not have, in a place where it was skipped.
 *
 * <p>Threading: called on the thread that decodes.
 */
@FunctionalInterface
public interface UnknownFieldListener {
  /** Nobody listens. */
  UnknownFieldListener NONE = (kind, path) -> {};

  /**
   * A field was skipped.
   *
   * @param kind the kind of the object, {@code Pod}
   * @param path where, with list positions left out: {@code spec.containers[*].gpuSlices}
   */
  void unknownField(String kind, String path);
}
