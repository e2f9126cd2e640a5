package dev.berth.kube.watch;

/**
 * What the comparisons of one kind with the server have found since the start.
 *
 * <p>Threading: immutable.
 *
 * @param resource {@code pods}
 * @param checks comparisons that were completed
 * @param healed objects that were not as on the server and are now
 */
public record DriftCounts(String resource, long checks, long healed) {}
