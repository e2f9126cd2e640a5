package dev.berth.kube;

/**
 * The way to the API server is missing or wrong, and the user can put it right.
 *
 * <p>The message is one sentence for that user: the file or variable, its value, and what to do.
 */
public final class KubeEnvironmentException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public KubeEnvironmentException(String message) {
    super(message);
  }

  public KubeEnvironmentException(String message, Throwable cause) {
    super(message, cause);
  }
}
