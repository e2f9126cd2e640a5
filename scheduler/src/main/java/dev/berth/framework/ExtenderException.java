package dev.berth.framework;

/**
 * An extender did not answer, or its answer is an error or no sense.
 *
 * <p>Threading: immutable.
 */
public final class ExtenderException extends Exception {
  private static final long serialVersionUID = 1L;

  /** The message is what a pod's condition says. */
  public ExtenderException(String message) {
    super(message);
  }

  @Override
  public String getMessage() {
    String message = super.getMessage();
    return message == null ? "" : message;
  }
}
