package dev.berth.bench;

import dev.berth.model.ClusterObject;

/**
 * An object that a workload needs beside nodes and pods.
 *
 * <p>Threading: immutable.
 *
 * @param path where an API server takes it
 */
public record Extra(ClusterObject.Kind kind, String path, String json) {}
