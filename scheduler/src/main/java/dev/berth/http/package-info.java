/**
 * The HTTP listeners: Jetty with limits, TLS, access checks and health pages.
 *
 * <p>Start reading at {@link dev.berth.http.HttpListener}. What is served, and who is asked whether
 * a caller may have it, is given from outside: {@code cli} mounts {@link
 * dev.berth.http.RouteHandler}s of other packages in {@link dev.berth.http.Routes}, and {@code
 * kube.access} implements {@link dev.berth.http.AccessCheck}. Knows nothing of scheduling, and no
 * other package sees Jetty.
 *
 * <p>BouncyCastle, which reads private keys and signs certificates here, comes with the Kubernetes
 * client and must have the version that the client asks for: Java 25 can do neither.
 */
@NullMarked
package dev.berth.http;

import org.jspecify.annotations.NullMarked;
