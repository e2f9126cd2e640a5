package dev.berth.plugins.dynamicresources.cel;

/** A selector that compiles could not be evaluated for a device; the message says why. */
public final class SelectorException extends Exception {
  private static final long serialVersionUID = 1L;

  SelectorException(String message) {
    super(message);
  }
}
