/**
 * The way to a Berth that runs somewhere else in the cluster, for commands that ask it something.
 *
 * <p>{@link dev.berth.kube.peer.Peer} is the way to its listener, direct or through a port-forward
 * of the API server; {@link dev.berth.kube.peer.LeaseHolder} says which one leads. Called by {@code
 * cli} and {@code kube.doctor}; not for a scheduler that runs. Knows nothing of what is asked.
 */
@NullMarked
package dev.berth.kube.peer;

import org.jspecify.annotations.NullMarked;
