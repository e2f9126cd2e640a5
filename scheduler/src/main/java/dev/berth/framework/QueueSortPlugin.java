package dev.berth.framework;

import java.util.Comparator;

/**
 * The order of the active queue; exactly one per process, the same in all profiles.
 *
 * <p>A consistent order over {@link QueuedPodInfo}; the smaller pod is scheduled first. Called
 * O(log queue) times for each push and pop.
 *
 * <p>Mirrors {@code QueueSortPlugin.Less}, Kubernetes 1.36.3.
 */
public interface QueueSortPlugin extends Plugin, Comparator<QueuedPodInfo> {}
