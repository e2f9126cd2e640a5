package dev.berth.bench;

/**
 * How good the placements of a round are, beside what they cost.
 *
 * <p>Threading: immutable.
 *
 * @param placed pods that got a node
 * @param unplaced pods that fit nowhere
 * @param nodesUsed nodes with at least one pod, those placed before the round included
 * @param podsPerNodeMin pods of the emptiest node
 * @param podsPerNodeMax pods of the fullest node
 * @param placements a fingerprint of which pod went where: equal when two rounds decided alike
 */
public record Quality(
    int placed,
    int unplaced,
    int nodesUsed,
    int podsPerNodeMin,
    int podsPerNodeMax,
    String placements) {}
