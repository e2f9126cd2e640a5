package dev.berth.plugins.dynamicresources.cel;

/**
 * A function cannot be applied to its arguments; the message is the one of Go. Part of a
 * calculation, not of a call of ours, so it has no stack.
 */
final class FunctionFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  FunctionFailure(String message) {
    super(message, null, false, false);
  }
}
