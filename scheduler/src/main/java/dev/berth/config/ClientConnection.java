package dev.berth.config;

import org.jspecify.annotations.Nullable;

/**
 * How the API server is reached.
 *
 * <p>Threading: immutable.
 *
 * @param kubeconfig path of a kubeconfig file; empty means the pod's own service account
 * @param contentType what the configuration asks for; empty when it does not. Berth speaks JSON
 *     whatever it says
 * @param acceptContentTypes likewise
 * @param rateLimit null means no limit, which is what Berth takes when no qps is given
 */
public record ClientConnection(
    String kubeconfig,
    String contentType,
    String acceptContentTypes,
    @Nullable RateLimit rateLimit) {
  private static final int DEFAULT_BURST = 100;

  /**
   * A limit on requests to the API server.
   *
   * @param perSecond requests a second, sustained
   * @param burst requests at once
   */
  public record RateLimit(double perSecond, int burst) {}

  static ClientConnection read(Fields fields) {
    String kubeconfig = fields.text("kubeconfig", "");
    String contentType = fields.text("contentType", "");
    String accept = fields.text("acceptContentTypes", "");
    double qps = fields.decimal("qps", 0, -Float.MAX_VALUE, Float.MAX_VALUE);
    int burst = fields.wholeNumber("burst", DEFAULT_BURST, 0, Integer.MAX_VALUE);
    RateLimit limit = qps > 0 ? new RateLimit(qps, burst == 0 ? DEFAULT_BURST : burst) : null;
    return new ClientConnection(kubeconfig, contentType, accept, limit);
  }
}
