package dev.berth.metrics;

import dev.berth.kube.RequestListener;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;

/**
 * The requests to the API server.
 *
 * <p>Mirrors {@code metrics/prometheus/restclient/metrics.go} of component-base, Kubernetes 1.36.3.
 * Threading: any thread.
 */
final class RequestMetrics implements RequestListener {
  private static final double NANOS = 1e-9;
  private static final double[] SECONDS = {
    0.005, 0.025, 0.1, 0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 15.0, 30.0, 60.0
  };

  /** Instead of a code. */
  private static final String NO_ANSWER = "<error>";

  private final Counter requests;
  private final Histogram durations;
  private final Histogram limits;

  RequestMetrics(Instruments make) {
    requests =
        make.counter(
            "rest_client_requests_total",
            "[ALPHA] Requests to the API server, by the code of the answer.",
            "code",
            "method",
            "host");
    durations =
        make.histogram(
            "rest_client_request_duration_seconds",
            "[ALPHA] Requests to the API server but watches, until the answer is read.",
            SECONDS,
            "verb",
            "host");
    limits =
        make.histogram(
            "rest_client_rate_limiter_duration_seconds",
            "[ALPHA] How long clientConnection.qps and burst held requests up.",
            SECONDS,
            "verb",
            "host");
  }

  @Override
  public void answered(Try request, int code) {
    requests.labelValues(Integer.toString(code), request.method(), request.host()).inc();
  }

  @Override
  public void failed(Try request) {
    requests.labelValues(NO_ANSWER, request.method(), request.host()).inc();
  }

  @Override
  public void took(Try request, long nanos) {
    durations.labelValues(request.method(), request.host()).observe(nanos * NANOS);
  }

  @Override
  public void passedLimit(Try request, long nanos) {
    limits.labelValues(request.method(), request.host()).observe(nanos * NANOS);
  }
}
