package dev.berth.framework;

/** A score that cannot be given; the attempt ends with an error whose text is the message. */
public final class ScoreException extends Exception {
  private static final long serialVersionUID = 1L;

  public ScoreException(String message) {
    super(message);
  }
}
