package dev.berth.framework;

/**
 * Why each node rejected the pod in the attempt that just failed; valid during the PostFilter call
 * only.
 *
 * <p>Mirrors {@code NodeToStatusReader}, Kubernetes 1.36.3. Threading: scheduler thread only.
 */
public interface NodeStatuses {
  /** The status of the node with this ordinal of the attempt's view; never Success. */
  Status of(int ordinal);
}
