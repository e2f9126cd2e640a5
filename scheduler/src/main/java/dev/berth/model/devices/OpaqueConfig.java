package dev.berth.model.devices;

/**
 * Configuration for a driver, which nobody else understands.
 *
 * <p>Threading: immutable.
 *
 * @param parametersJson the JSON of the parameters, as it was written
 */
public record OpaqueConfig(String driver, String parametersJson) {}
