package dev.berth.bench;

/**
 * What one pod of a workload has of its own.
 *
 * <p>Threading: immutable.
 *
 * @param number among the pods of its cluster, from 0; decides which template the pod is from
 * @param node where it is, empty for nowhere
 * @param stored what only a stored object has in its metadata, {@code "uid": "...",}, or nothing
 * @param nodes that there are, for pods that ask for one by name
 */
public record PodFacts(
    int number,
    String namespace,
    String name,
    String scheduler,
    String node,
    String stored,
    NodeNames nodes) {}
