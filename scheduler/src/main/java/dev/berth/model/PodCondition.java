package dev.berth.model;

/**
 * A condition of a pod's status; "" stands for a field that is absent.
 *
 * <p>Threading: immutable.
 */
public record PodCondition(String status, String reason, String message) {}
