package dev.berth.extender;

/** A request that cannot be understood; the message says what is wrong with it. */
final class MalformedRequest extends Exception {
  private static final long serialVersionUID = 1L;

  MalformedRequest(String message) {
    super(message);
  }

  MalformedRequest(String message, Throwable cause) {
    super(message, cause);
  }
}
