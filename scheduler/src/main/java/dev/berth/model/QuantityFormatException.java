package dev.berth.model;

/** A text that is not a Kubernetes quantity. The message names the text and what is allowed. */
public final class QuantityFormatException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  QuantityFormatException(String text, String problem) {
    super(
        "quantity \""
            + text
            + "\": "
            + problem
            + ". Maybe write a number with an optional suffix: n, u, m, k, M, G, T, P, E, Ki, Mi,"
            + " Gi, Ti, Pi, Ei or a decimal exponent such as e3.");
  }
}
