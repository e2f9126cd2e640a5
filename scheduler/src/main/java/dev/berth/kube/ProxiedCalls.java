package dev.berth.kube;

import dev.berth.kube.ProxyRoute.Direct;
import dev.berth.kube.ProxyRoute.HttpProxy;
import dev.berth.kube.ProxyRoute.SocksProxy;
import dev.berth.kube.ProxyRoute.Unusable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Objects;
import okhttp3.Dns;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.Route;
import org.jspecify.annotations.Nullable;

/**
 * What has a client of OkHttp send its requests as {@link ProxyRules} say.
 *
 * <p>The name of a server behind a proxy is looked up by the proxy. Credentials are shown to the
 * proxy only, with the first request already: they are part of what opens a tunnel, not of what
 * goes through it. Threading: any thread.
 */
public final class ProxiedCalls {
  private static final String AUTHORIZATION = "Proxy-Authorization";
  private static final String REFUSED_TUNNEL = "Unexpected response code for CONNECT: ";
  private static final String SOCKS_NOT_THERE = "Connection refused"; // by then no ConnectException
  private static final String REFUSED_CREDENTIALS = "Failed to authenticate with proxy";

  private final ProxyRules rules;
  private final Dns dns;

  private ProxiedCalls(ProxyRules rules, Dns dns) {
    this.rules = rules;
    this.dns = dns;
  }

  /**
   * Has a client heed the rules. Where they name no proxy at all, what this Java was told of
   * proxies by its own properties stays in force.
   *
   * @param dns finds proxies of SOCKS; those of HTTP are found as the client finds other hosts
   */
  public static void apply(OkHttpClient.Builder http, ProxyRules rules, Dns dns) {
    if (!rules.nameNone()) {
      ProxiedCalls calls = new ProxiedCalls(rules, dns);
      http.proxySelector(calls.selector())
          .proxyAuthenticator(calls::withCredentialsForTunnel)
          .addInterceptor(calls::sayingWhatIsWrong)
          .addNetworkInterceptor(calls::withCredentials);
    }
  }

  private ProxySelector selector() {
    return new ProxySelector() {
      @Override
      public List<Proxy> select(URI uri) {
        return List.of(proxyFor(Objects.requireNonNull(HttpUrl.get(uri))));
      }

      @Override
      public void connectFailed(URI uri, SocketAddress address, IOException e) {
        // The call fails, which is enough.
      }
    };
  }

  /** OkHttp takes no other way to fail here than an unchecked one. */
  private Proxy proxyFor(HttpUrl url) {
    return switch (rules.routeTo(url)) {
      case Direct _ -> Proxy.NO_PROXY;
      case HttpProxy proxy ->
          new Proxy(
              Proxy.Type.HTTP, InetSocketAddress.createUnresolved(proxy.host(), proxy.port()));
      case SocksProxy proxy -> new Proxy(Proxy.Type.SOCKS, found(proxy));
      case Unusable(String why) -> throw new UncheckedIOException(new IOException(why));
    };
  }

  /** Java would look it up by itself, for as long as that takes. */
  private InetSocketAddress found(SocksProxy proxy) {
    try {
      return new InetSocketAddress(dns.lookup(proxy.host()).getFirst(), proxy.port());
    } catch (UnknownHostException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A server can also answer 407, from within a tunnel; it is told nothing. */
  private @Nullable Request withCredentialsForTunnel(@Nullable Route route, Response challenge) {
    Request request = challenge.request();
    boolean isTunnel = request.method().equals("CONNECT");
    return isTunnel && request.header(AUTHORIZATION) == null ? withAuthorization(request) : null;
  }

  private Response withCredentials(Interceptor.Chain chain) throws IOException {
    Request request = chain.request();
    Request shown = request.isHttps() ? null : withAuthorization(request);
    return chain.proceed(shown == null ? request : shown);
  }

  /** Null when there is nothing to show. */
  private @Nullable Request withAuthorization(Request request) {
    return rules.routeTo(request.url()) instanceof HttpProxy proxy
            && !proxy.authorization().isEmpty()
        ? request.newBuilder().header(AUTHORIZATION, proxy.authorization()).build()
        : null;
  }

  private Response sayingWhatIsWrong(Interceptor.Chain chain) throws IOException {
    try {
      return chain.proceed(chain.request());
    } catch (UncheckedIOException e) {
      throw Objects.requireNonNull(e.getCause());
    } catch (IOException e) {
      throw switch (rules.routeTo(chain.request().url())) {
        case HttpProxy proxy -> explained(e, proxy.name(), proxy.host(), proxy.port());
        case SocksProxy proxy -> explained(e, proxy.name(), proxy.host(), proxy.port());
        case Direct _, Unusable _ -> e;
      };
    }
  }

  /** In the words of Go, where it says enough. */
  private static IOException explained(IOException e, String proxy, String host, int port) {
    String message = String.valueOf(e.getMessage());
    if (e instanceof ConnectException || message.equals(SOCKS_NOT_THERE)) {
      return new IOException(
          "proxyconnect tcp: dial tcp %s:%d: connect: connection refused. Maybe %s is another one's address, or NO_PROXY should name the host?"
              .formatted(host, port, proxy),
          e);
    }
    if (message.startsWith(REFUSED_TUNNEL)) {
      return new IOException(
          "the proxy of %s answers CONNECT with code %s. Maybe it does not lead there, or NO_PROXY should name the host?"
              .formatted(proxy, message.substring(REFUSED_TUNNEL.length())),
          e);
    }
    if (message.startsWith(REFUSED_CREDENTIALS)) {
      return new IOException(
          "the proxy of %s answers CONNECT with code 407. Maybe http://user:password@%s:%d?"
              .formatted(proxy, host, port),
          e);
    }
    return e;
  }
}
