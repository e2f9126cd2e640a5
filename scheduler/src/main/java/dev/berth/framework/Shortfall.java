package dev.berth.framework;

/**
 * One amount that a node lacks for a pod: cpu in milli-units, everything else in whole units
 * (bytes, pods, devices).
 *
 * <p>Threading: immutable.
 */
public record Shortfall(String resource, long needed, long free) {}
