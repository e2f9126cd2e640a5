/**
 * Which pod is tried next, and what wakes a pod that was rejected.
 *
 * <p>The queue knows pods, the plugins that rejected them, the changes that may help, and time; it
 * knows no node, runs no filter, has no timer and does no I/O. Start reading at {@link
 * dev.berth.queue.SchedulingQueue}; each other type holds one of its parts.
 *
 * <p>Who may call: the scheduling loop ({@code cycle}), on the scheduler thread; {@code metrics}
 * and health read {@link dev.berth.queue.SchedulingQueue#sizes()} from any thread. Plugins never
 * see this package: they reach it through {@code framework.PodActivator} and {@code
 * framework.NominatedPods}.
 *
 * <p>Mirrors {@code pkg/scheduler/backend/queue}, Kubernetes 1.36.3, with its default feature gates
 * (queueing hints and popping from the backoff queue are on).
 */
@NullMarked
package dev.berth.queue;

import org.jspecify.annotations.NullMarked;
