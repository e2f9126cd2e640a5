package dev.berth.framework;

/**
 * What the cluster knows of one image: its size, as reported by the first node that had it, and how
 * many nodes have it. Threading: immutable.
 */
public record ImageState(long sizeBytes, int nodeCount) {}
