package dev.berth.pipeline;

/** What one plugin gave one node: normalised to 0..100 and multiplied by its weight. */
public record PluginScore(String plugin, long score) {}
