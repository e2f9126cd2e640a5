package dev.berth.kube;

import com.google.common.base.Ascii;
import dev.berth.kube.ProxyRoute.Direct;
import dev.berth.kube.ProxyRoute.Unusable;
import java.util.Map;
import okhttp3.HttpUrl;

/**
 * Which proxy a request goes through, by the address that it is for.
 *
 * <p>Mirrors {@code http.ProxyFromEnvironment} of Go 1.26: {@code HTTP_PROXY}, {@code HTTPS_PROXY}
 * and {@code NO_PROXY}, or the same in lower case where those are empty. Threading: immutable.
 */
public final class ProxyRules {
  private static final ProxyRoute DIRECT = new Direct();

  private final Way http;
  private final Way https;

  /** Where requests of one scheme go. */
  private record Way(ProxyRoute route, NoProxy excluded) {}

  private ProxyRules(Way http, Way https) {
    this.http = http;
    this.https = https;
  }

  /** What the environment of this process says. */
  public static ProxyRules ofProcess() {
    return of(System.getenv());
  }

  /** What an environment says. */
  public static ProxyRules of(Map<String, String> environment) {
    NoProxy excluded = NoProxy.of(setting("NO_PROXY", environment).text());
    Way https = new Way(route("HTTPS_PROXY", environment), excluded);
    Way http = new Way(route("HTTP_PROXY", environment), excluded);
    boolean isCgi = !environment.getOrDefault("REQUEST_METHOD", "").isEmpty();
    return new ProxyRules(isCgi ? withoutTrust(http) : http, https);
  }

  /** Of a program that a web server runs, callers can set {@code HTTP_PROXY}, by a header. */
  private static Way withoutTrust(Way http) {
    return switch (http.route()) {
      case Direct _ -> http;
      case ProxyRoute.HttpProxy _, ProxyRoute.SocksProxy _, Unusable _ ->
          new Way(
              new Unusable(
                  "HTTP_PROXY is not trusted where REQUEST_METHOD is set, as a web server does for"
                      + " CGI. Maybe unset REQUEST_METHOD?"),
              NoProxy.NOTHING);
    };
  }

  /** All requests go the same way, those to this machine too. */
  static ProxyRules always(ProxyRoute route) {
    Way way = new Way(route, NoProxy.NOTHING);
    return new ProxyRules(way, way);
  }

  private static ProxyRoute route(String variable, Map<String, String> environment) {
    ProxySetting setting = setting(variable, environment);
    return setting.text().isEmpty() ? DIRECT : setting.route();
  }

  private static ProxySetting setting(String variable, Map<String, String> environment) {
    String text = environment.getOrDefault(variable, "");
    if (!text.isEmpty()) {
      return new ProxySetting(variable, text);
    }
    String lower = Ascii.toLowerCase(variable);
    return new ProxySetting(lower, environment.getOrDefault(lower, ""));
  }

  /** Whether no proxy was named at all. */
  boolean nameNone() {
    return http.route() instanceof Direct && https.route() instanceof Direct;
  }

  /** The way to an address. */
  public ProxyRoute routeTo(HttpUrl url) {
    Way way = url.isHttps() ? https : http;
    return way.excluded().covers(url.host(), url.port()) ? DIRECT : way.route();
  }

  /**
   * The way to a server that is needed.
   *
   * @param server what it is, for the message
   * @throws KubeEnvironmentException when its proxy cannot be used
   */
  public ProxyRoute checkedRouteTo(String server, HttpUrl url) {
    ProxyRoute route = routeTo(url);
    if (route instanceof Unusable(String why)) {
      throw new KubeEnvironmentException(server + " is behind a proxy: " + why);
    }
    return route;
  }
}
