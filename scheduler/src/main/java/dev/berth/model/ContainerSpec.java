package dev.berth.model;

/**
 * The part of a container that its pod's request is computed from.
 *
 * <p>Threading: immutable.
 *
 * @param sidecar an init container with {@code restartPolicy: Always}; false for app containers
 */
public record ContainerSpec(String name, ContainerResources resources, boolean sidecar) {}
