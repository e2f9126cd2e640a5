package dev.berth.controlplane;

/**
 * What a {@link RewritingProxy} does wrong with one request.
 *
 * <p>Threading: immutable.
 */
public sealed interface Fault {

  /** Nothing: the request goes through. */
  record None() implements Fault {}

  /** The API server never sees the request, the client gets this answer. */
  record Answer(int status, String body) implements Fault {}

  /** The API server never sees the request, the client's connection breaks. */
  record DropRequest() implements Fault {}

  /** The API server acts and answers, but the client's connection breaks before the answer. */
  record DropReply() implements Fault {}
}
