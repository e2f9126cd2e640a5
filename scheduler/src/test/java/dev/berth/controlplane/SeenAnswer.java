package dev.berth.controlplane;

/**
 * What an API server answered to a request that a {@link RewritingProxy} passed on.
 *
 * <p>Threading: immutable.
 */
public record SeenAnswer(SeenRequest request, int status) {}
