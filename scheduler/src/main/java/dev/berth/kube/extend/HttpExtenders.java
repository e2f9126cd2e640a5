package dev.berth.kube.extend;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.berth.config.ExtenderConfig;
import dev.berth.framework.ExternalExtender;
import dev.berth.kube.CheapTls;
import dev.berth.kube.ClientTls;
import dev.berth.kube.KubeEnvironmentException;
import dev.berth.kube.Pem;
import dev.berth.kube.ProxiedCalls;
import dev.berth.kube.ProxyRoute;
import dev.berth.kube.ProxyRules;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import okhttp3.Dns;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The extenders of a configuration, with a way to each of them.
 *
 * <p>Threading: any thread.
 */
public final class HttpExtenders implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HttpExtenders.class);

  /** Only HTTP/2 has pings, and without them a dead connection fails all calls for minutes. */
  private static final Duration PING_INTERVAL = Duration.ofSeconds(30);

  private final List<ExternalExtender> all = new ArrayList<>();
  private final List<OkHttpClient> clients = new ArrayList<>();

  /**
   * Makes the ways; nothing is sent yet.
   *
   * @throws KubeEnvironmentException when an address, a proxy, a certificate or a key cannot be
   *     used
   */
  public HttpExtenders(List<ExtenderConfig> configs, BindOutcome outcome, CallListener listener) {
    this(configs, outcome, listener, Dns.SYSTEM, ProxyRules.ofProcess());
  }

  HttpExtenders(
      List<ExtenderConfig> configs,
      BindOutcome outcome,
      CallListener listener,
      Dns dns,
      ProxyRules proxies) {
    BoundedLookups lookups = new BoundedLookups(dns);
    for (ExtenderConfig config : configs) {
      HttpUrl url = url(config, "");
      sayProxy(config, proxies.checkedRouteTo("The extender " + config.shownPrefix(), url));
      OkHttpClient client = client(config, lookups, proxies);
      clients.add(client);
      all.add(new HttpExtender(config, client, lookups, outcome, listener));
    }
  }

  private static void sayProxy(ExtenderConfig config, ProxyRoute route) {
    if (!(route instanceof ProxyRoute.Direct)) {
      LOG.info("extender {} is called through the proxy of {}", config.shownPrefix(), route);
    }
  }

  /** As configured. */
  public List<ExternalExtender> all() {
    return List.copyOf(all);
  }

  static HttpUrl url(ExtenderConfig config, String verb) {
    HttpUrl url = HttpUrl.parse(config.urlPrefix().replaceFirst("/+$", "") + "/" + verb);
    if (url == null) {
      String shown = config.shownPrefix();
      throw new KubeEnvironmentException(
          "The urlPrefix \"" + shown + "\" of an extender is no address. Maybe http://" + shown);
    }
    return url;
  }

  /**
   * The whole exchange has one limit of time. As Go does it, redirects are followed, with the body
   * after 307 and 308. Servers close connections that nobody has used for seconds, some without a
   * word: what met such a one is sent once more, over a new one. Sent twice it does no harm: the
   * API server binds a pod once, and a binding that failed is read back.
   */
  static OkHttpClient client(ExtenderConfig config, Dns dns, ProxyRules proxies) {
    OkHttpClient.Builder http =
        new OkHttpClient.Builder()
            .dns(dns)
            .connectionSpecs(CheapTls.SPECS)
            .callTimeout(config.httpTimeout())
            .connectTimeout(Duration.ZERO)
            .readTimeout(Duration.ZERO)
            .writeTimeout(Duration.ZERO)
            .pingInterval(PING_INTERVAL);
    tls(config).applyTo(http);
    ProxiedCalls.apply(http, proxies, dns);
    return http.build();
  }

  private static ClientTls tls(ExtenderConfig config) {
    ExtenderConfig.Tls tls = config.tls();
    String of = "The extender " + config.shownPrefix();
    Pem authorities = pem(tls.caData(), tls.caFile());
    boolean namesNone = authorities instanceof Pem.None;
    if (tls.insecure() && !namesNone) {
      throw new KubeEnvironmentException(
          of + " is insecure and has authorities to be believed. Maybe only one of the two?");
    }
    boolean believesAnybody = tls.insecure() || (tls.enableHttps() && namesNone);
    return ClientTls.of(
        of,
        !believesAnybody,
        tls.serverName(),
        new ClientTls.Documents(
            authorities, pem(tls.certData(), tls.certFile()), pem(tls.keyData(), tls.keyFile())));
  }

  private static Pem pem(String data, String file) {
    if (!data.isEmpty()) {
      return new Pem.Text(new String(Base64.getDecoder().decode(data), ISO_8859_1));
    }
    return file.isEmpty() ? new Pem.None() : new Pem.InFile(Path.of(file));
  }

  /** Ends all calls and closes all connections. */
  @Override
  public void close() {
    for (OkHttpClient client : clients) {
      client.dispatcher().cancelAll();
      client.connectionPool().evictAll();
    }
  }
}
