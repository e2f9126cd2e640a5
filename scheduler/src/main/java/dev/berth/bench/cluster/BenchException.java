package dev.berth.bench.cluster;

/**
 * Something outside of the measurement is missing or went wrong: the cluster, a program, the
 * machine. The message is for the user.
 */
public final class BenchException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public BenchException(String message) {
    super(message);
  }

  public BenchException(String message, Throwable cause) {
    super(message, cause);
  }
}
