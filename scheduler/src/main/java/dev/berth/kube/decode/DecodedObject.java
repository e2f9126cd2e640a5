package dev.berth.kube.decode;

import dev.berth.model.ClusterObject;

/**
 * An object of a kind other than nodes and pods, and which version of it this is.
 *
 * <p>Threading: immutable.
 */
public record DecodedObject(ObjectIdentity identity, ClusterObject object) {}
