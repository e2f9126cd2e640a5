/**
 * The API server, both ways. Here: how it is reached, which the packages below share.
 *
 * <p>{@link dev.berth.kube.KubeClients} takes address, TLS and credentials from a kubeconfig or the
 * pod's own service account through the official client; requests go out and answers come back as
 * JSON text, because the client's generated models reject what a newer server adds.
 *
 * <p>Called by {@code kube.watch}, {@code kube.bind}, {@code kube.events}, {@code kube.lease} and
 * {@code cli}. What may not be here: anything about one kind of object.
 */
@NullMarked
package dev.berth.kube;

import org.jspecify.annotations.NullMarked;
