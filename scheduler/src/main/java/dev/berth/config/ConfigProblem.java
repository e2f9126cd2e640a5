package dev.berth.config;

/**
 * One thing that is wrong with a configuration: where it is, and what is there, what is allowed and
 * what was probably meant.
 *
 * <p>Threading: immutable.
 *
 * @param path where it is, as in {@code profiles[0].percentageOfNodesToScore}; empty for the whole
 *     file
 * @param message one sentence, or two
 */
public record ConfigProblem(String path, String message) {
  @Override
  public String toString() {
    return path.isEmpty() ? message : path + ": " + message;
  }
}
