package dev.berth.kube;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.berth.kube.ProxyRoute.HttpProxy;
import dev.berth.kube.ProxyRoute.SocksProxy;
import dev.berth.kube.ProxyRoute.Unusable;
import java.util.Locale;
import java.util.regex.Pattern;
import okhttp3.Credentials;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * What somebody has set as a proxy: an address, with or without scheme, user and port.
 *
 * <p>Mirrors {@code parseProxy}, {@code golang.org/x/net/http/httpproxy}, as in Go 1.26, and what
 * {@code net/http} there does with it. Values that make no sense are ignored there, or fail each
 * request; here they are {@link Unusable} and said. Threading: immutable.
 *
 * @param source the variable or field
 * @param text not empty
 */
record ProxySetting(String source, String text) {
  private static final int SOCKS_PORT = 1080;
  private static final String SCHEME_END = "://";
  private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*");

  ProxyRoute route() {
    int start = startAfterScheme();
    String scheme = start == 0 ? "http" : text.substring(0, start - SCHEME_END.length());
    String rest = text.substring(start);
    return switch (scheme.toLowerCase(Locale.ROOT)) {
      case "http" -> http(rest);
      case "socks5", "socks5h" -> socks(rest);
      case "https" ->
          unusable(
              "is a proxy behind TLS, which Berth does not speak to. Maybe it has an http port?");
      default -> unusable("has an unknown scheme. Maybe http:// or socks5://?");
    };
  }

  private int startAfterScheme() {
    int end = text.indexOf(SCHEME_END);
    boolean isScheme = end > 0 && SCHEME.matcher(text).region(0, end).matches();
    return isScheme ? end + SCHEME_END.length() : 0;
  }

  private ProxyRoute http(String rest) {
    HttpUrl url = address("http", rest);
    if (url == null) {
      return noAddress();
    }
    return new HttpProxy(name(), url.host(), url.port(), hasUser(url) ? authorization(url) : "");
  }

  private ProxyRoute socks(String rest) {
    HttpUrl url = address("http", rest);
    HttpUrl withOtherDefault = address("https", rest);
    if (url == null || withOtherDefault == null) {
      return noAddress();
    }
    if (hasUser(url)) {
      return unusable("is a SOCKS proxy with a user, which Berth cannot be. Maybe one without?");
    }
    boolean namesPort = url.port() == withOtherDefault.port();
    return new SocksProxy(name(), url.host(), namesPort ? url.port() : SOCKS_PORT);
  }

  /** Null when it is none: OkHttp is more lenient than Go about blanks and slashes. */
  private static @Nullable HttpUrl address(String scheme, String rest) {
    boolean isPlain = rest.chars().noneMatch(c -> c <= ' ' || c == '\\') && !rest.startsWith("/");
    return isPlain ? HttpUrl.parse(scheme + SCHEME_END + rest) : null;
  }

  private static boolean hasUser(HttpUrl url) {
    return !url.username().isEmpty() || !url.password().isEmpty();
  }

  private static String authorization(HttpUrl url) {
    return Credentials.basic(url.username(), url.password(), UTF_8);
  }

  private Unusable noAddress() {
    return unusable("is not the address of a proxy. Maybe http://host:port?");
  }

  private Unusable unusable(String why) {
    return new Unusable(name() + " " + why);
  }

  private String name() {
    return source + " \"" + withoutPassword() + "\"";
  }

  /** Whatever could be one is left out, in values that make no sense too. */
  private String withoutPassword() {
    int at = text.lastIndexOf('@');
    int colon = text.indexOf(':', startAfterScheme());
    return colon < 0 || colon > at
        ? text
        : text.substring(0, colon) + ":xxxxx" + text.substring(at);
  }

  /** Without the password. */
  @Override
  public String toString() {
    return name();
  }
}
