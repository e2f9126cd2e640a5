package dev.berth.cli;

/**
 * Something outside of Berth is missing or wrong, and the user can put it right; ends a command
 * with {@link ExitCode#ENVIRONMENT}.
 *
 * <p>The message is one sentence for that user: the thing, its value, and what to do.
 */
final class EnvironmentException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  EnvironmentException(String message) {
    super(message);
  }

  EnvironmentException(String message, Throwable cause) {
    super(message, cause);
  }
}
