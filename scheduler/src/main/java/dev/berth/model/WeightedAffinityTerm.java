package dev.berth.model;

/**
 * An affinity term that adds its weight to the score of nodes near the pods that it means, or, of
 * anti-affinity, takes it away.
 *
 * <p>Threading: immutable.
 */
public record WeightedAffinityTerm(int weight, AffinityTerm term) {}
