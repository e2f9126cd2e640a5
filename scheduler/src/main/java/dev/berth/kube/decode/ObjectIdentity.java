package dev.berth.kube.decode;

/**
 * Who an object is: all that is kept of a kind that nothing reads yet.
 *
 * @param kind {@code PersistentVolume}
 * @param namespace empty for kinds without one
 * @param resourceVersion empty when the object did not come from a server
 *     <p>Threading: immutable.
 */
public record ObjectIdentity(
    String kind, String namespace, String name, String uid, String resourceVersion) {}
