/**
 * Which replica schedules: the elector of {@code berth run} on one Lease of coordination.k8s.io/v1.
 *
 * <p>{@link dev.berth.kube.lease.LeaderElector} stands by, leads and, once the lease is lost, is
 * over: the process ends, as kube-scheduler's does. While it leads, whoever writes to the API
 * server asks its {@link dev.berth.kube.lease.Leadership} before each write. It agrees with
 * client-go's elector and its descendants about the record on the server, and rests on a monotonic
 * clock alone: nobody's wall clock is compared with anybody's.
 *
 * <p>Called by {@code cli}, which composes; {@code kube.bind}, {@code kube.events} and {@code
 * metrics} may use {@code Leadership} and {@code ElectionStatus}. What may not be here: what a
 * leader does with its lead.
 */
@NullMarked
package dev.berth.kube.lease;

import org.jspecify.annotations.NullMarked;
