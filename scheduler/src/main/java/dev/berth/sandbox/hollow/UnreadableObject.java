package dev.berth.sandbox.hollow;

/**
 * An object that says something which cannot be counted; the message names the path and the value.
 *
 * <p>Threading: immutable.
 */
final class UnreadableObject extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnreadableObject(String message) {
    super(message, null, false, false);
  }
}
