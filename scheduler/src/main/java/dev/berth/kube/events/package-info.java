/**
 * Events about pods, through {@code events.k8s.io/v1}: what {@code kubectl describe pod} shows of
 * what the scheduler did.
 *
 * <p>{@link dev.berth.kube.events.KubeEvents} listens to the loop. Events never delay a binding:
 * they have a bounded queue, threads and connections of their own, and under pressure they are
 * dropped and counted.
 *
 * <p>Called by {@code cli}, which composes; {@code metrics} implements {@link
 * dev.berth.kube.events.EventOutcomes}. What may not be here: anything that decides, or that must
 * arrive.
 */
@NullMarked
package dev.berth.kube.events;

import org.jspecify.annotations.NullMarked;
