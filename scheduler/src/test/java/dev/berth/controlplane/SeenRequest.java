package dev.berth.controlplane;

/**
 * A request that came to a {@link RewritingProxy}: its path with the query as it was sent, its body
 * or "".
 *
 * <p>Threading: immutable.
 */
public record SeenRequest(String method, String path, String body) {}
