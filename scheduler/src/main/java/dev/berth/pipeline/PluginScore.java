package dev.berth.pipeline;

/**
 * What one plugin gave one node: normalised to 0..100 and multiplied by its weight.
 *
 * <p>Threading: immutable.
 */
public record PluginScore(String plugin, long score) {}
