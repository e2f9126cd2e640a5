package dev.berth.cluster;

/**
 * How much a mirror holds. Threading: immutable.
 *
 * @param nodes nodes of the view
 * @param ghostNodes names without a node that pods are on
 * @param pods placed pods, assumed ones and those on ghost nodes included
 * @param assumedPods pods whose placement the watch has not confirmed
 */
public record MirrorSizes(int nodes, int ghostNodes, int pods, int assumedPods) {}
