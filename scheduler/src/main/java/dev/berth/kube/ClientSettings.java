package dev.berth.kube;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How Berth behaves as a client of the API server, wherever that is.
 *
 * <p>Threading: immutable.
 *
 * @param userAgent what the server's audit log shows
 * @param rateLimit shared by all requests but those for the lease and access checks; null means no
 *     limit
 * @param server its address, instead of the one in the kubeconfig; null for that one
 * @param proxies by which it is reached, where the kubeconfig names none
 * @param listener told of each request
 */
public record ClientSettings(
    String userAgent,
    Timeouts timeouts,
    ClientSettings.@Nullable RateLimit rateLimit,
    @Nullable String server,
    ProxyRules proxies,
    RequestListener listener) {

  /**
   * How long the server may be silent.
   *
   * @param connect until a connection stands
   * @param listRead between two pieces of a list
   * @param watchRead between two pieces of a watch, unless its call says otherwise; longer than the
   *     server lets a watch live
   * @param write from the first byte of a write to the last of its answer
   */
  public record Timeouts(Duration connect, Duration listRead, Duration watchRead, Duration write) {
    public static final Timeouts STANDARD =
        new Timeouts(
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ofSeconds(630),
            Duration.ofSeconds(10));
  }

  /**
   * A limit on requests.
   *
   * @param perSecond requests a second, sustained
   * @param burst requests at once
   */
  public record RateLimit(double perSecond, int burst) {
    public RateLimit {
      if (!(perSecond > 0) || burst < 1) {
        throw new IllegalArgumentException(
            "rate limit is %s a second with a burst of %s. Maybe leave it out: without one nothing is limited."
                .formatted(perSecond, burst));
      }
    }
  }

  /** The settings of a Berth of this version, without a rate limit, with this process's proxies. */
  public static ClientSettings ofVersion(String version) {
    return new ClientSettings(
        "berth/" + version,
        Timeouts.STANDARD,
        null,
        null,
        ProxyRules.ofProcess(),
        RequestListener.NONE);
  }

  public ClientSettings withRateLimit(@Nullable RateLimit limit) {
    return new ClientSettings(userAgent, timeouts, limit, server, proxies, listener);
  }

  public ClientSettings withTimeouts(Timeouts changed) {
    return new ClientSettings(userAgent, changed, rateLimit, server, proxies, listener);
  }

  public ClientSettings withServer(@Nullable String address) {
    return new ClientSettings(userAgent, timeouts, rateLimit, address, proxies, listener);
  }

  public ClientSettings withProxies(ProxyRules changed) {
    return new ClientSettings(userAgent, timeouts, rateLimit, server, changed, listener);
  }

  public ClientSettings withListener(RequestListener told) {
    return new ClientSettings(userAgent, timeouts, rateLimit, server, proxies, told);
  }
}
