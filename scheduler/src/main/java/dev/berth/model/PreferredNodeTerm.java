package dev.berth.model;

/**
 * A node selector term that adds its weight to the score of nodes that it matches.
 *
 * <p>Threading: immutable.
 */
public record PreferredNodeTerm(int weight, NodeSelectorTerm term) {}
