package dev.berth.kube;

import dev.berth.config.ShownAddress;
import io.kubernetes.client.openapi.ApiClient;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.Dns;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * The clients of one API server: one each for lists, watches, writes, events, the lease and access
 * checks, so that none waits for another's connection or time-out.
 *
 * <p>Threading: any thread.
 */
public final class KubeClients implements AutoCloseable {
  private static final int IDLE_CONNECTIONS = 16;
  private static final Duration IDLE = Duration.ofSeconds(60); // kube-apiserver ends them after 90
  private static final Duration PING_INTERVAL = Duration.ofSeconds(30); // only HTTP/2 has pings

  private final ApiClient api;
  private final ProxyRules proxies;
  private final String host;
  private final RequestListener listener;
  private final KubeClient list;
  private final KubeClient watch;
  private final KubeClient write;
  private final KubeClient lease;
  private final KubeClient events;
  private final KubeClient access;

  private KubeClients(ApiClient api, ClientSettings settings, LongSupplier limitClock) {
    this.api = api;
    this.proxies = settings.proxies();
    this.host = hostOf(api.getBasePath());
    this.listener = settings.listener();
    RequestTemplate template = RequestTemplate.of(api);
    ClientSettings.Timeouts timeouts = settings.timeouts();
    ClientSettings.RateLimit limit = settings.rateLimit();
    List<KubeClient.Gate> limiter = limit == null ? List.of() : List.of(limiter(limit, limitClock));
    Slowdown slowdown = new Slowdown(limitClock, new SplittableRandom());
    OkHttpClient lists = http(timeouts).readTimeout(timeouts.listRead()).build();
    OkHttpClient watches =
        http(timeouts, RequestTimes.Extent.STREAM).readTimeout(timeouts.watchRead()).build();
    list = new KubeClient(template, lists, limiter, slowdown);
    watch = new KubeClient(template, watches, limiter, slowdown);
    write = new KubeClient(template, writes(timeouts), withPause(limiter, slowdown), slowdown);
    lease = new KubeClient(template, writes(timeouts), List.of(), slowdown);
    List<KubeClient.Gate> forEvents =
        limit == null ? List.of() : List.of(limiter(limit, limitClock));
    events = new KubeClient(template, writes(timeouts), withPause(forEvents, slowdown), slowdown);
    access = new KubeClient(template, writes(timeouts), List.of(), slowdown);
  }

  /** As Go's clients name it: without a user, with the port when the address names one. */
  private static String hostOf(String address) {
    return address.replaceFirst("^[^/]*//", "").replaceFirst("/.*", "").replaceFirst(".*@", "");
  }

  private KubeClient.Gate limiter(ClientSettings.RateLimit limit, LongSupplier nanoTime) {
    RequestLimiter limiter = new RequestLimiter(limit, nanoTime);
    return request -> {
      long start = System.nanoTime();
      limiter.acquire();
      listener.passedLimit(
          new RequestListener.Try(request.method(), host), System.nanoTime() - start);
    };
  }

  private static List<KubeClient.Gate> withPause(List<KubeClient.Gate> gates, Slowdown slowdown) {
    List<KubeClient.Gate> all = new ArrayList<>(gates);
    all.add(_ -> slowdown.await());
    return all;
  }

  private OkHttpClient writes(ClientSettings.Timeouts timeouts) {
    return http(timeouts).callTimeout(timeouts.write()).build();
  }

  /**
   * The clients that a kubeconfig describes.
   *
   * @param context null for its current context
   * @throws KubeEnvironmentException when the file does not lead to a server
   */
  public static KubeClients fromKubeconfig(
      Path file, @Nullable String context, ClientSettings settings) {
    KubeconfigFile kubeconfig = new KubeconfigFile(file);
    ProxyRoute proxy = kubeconfig.proxy(context);
    return of(
        kubeconfig.client(context),
        proxy == null ? settings : settings.withProxies(ProxyRules.always(proxy)));
  }

  /**
   * The namespace that a kubeconfig's current context means when none is named.
   *
   * @throws KubeEnvironmentException when the file does not lead to a server
   */
  public static String namespaceOf(Path kubeconfig) {
    return new KubeconfigFile(kubeconfig).namespace();
  }

  /**
   * The clients of a process in a pod, by its service account, see {@link ServiceAccountFiles}.
   *
   * @throws KubeEnvironmentException when this is not a pod
   */
  public static KubeClients inCluster(ClientSettings settings) {
    return of(serviceAccount(), settings);
  }

  private static ApiClient serviceAccount() {
    Map<String, String> environment = System.getenv();
    String host = environment.getOrDefault("KUBERNETES_SERVICE_HOST", "");
    if (host.isEmpty()) {
      throw new KubeEnvironmentException(
          "There is no kubeconfig, and KUBERNETES_SERVICE_HOST is not set, so this is not a pod of"
              + " a cluster. Maybe give --kubeconfig FILE?");
    }
    String port = environment.getOrDefault("KUBERNETES_SERVICE_PORT", "443");
    return ServiceAccountFiles.in(environment).client(host, port);
  }

  /**
   * The clients of another server than the API server, with the credentials for that one, but by
   * the proxies of the environment.
   *
   * @param kubeconfig null for the service account of this pod
   * @param address {@code https://host:port}
   * @throws KubeEnvironmentException when there are no credentials, or no authority in the file
   */
  public static KubeClients elsewhere(
      @Nullable Path kubeconfig, String address, ServerTrust trust, ClientSettings settings) {
    ApiClient api =
        kubeconfig == null ? serviceAccount() : new KubeconfigFile(kubeconfig).client(null);
    api.setBasePath(address);
    api.setSslCaCert(null); // first: each setter reads the stream of authorities anew
    api.setTlsServerName(null);
    switch (trust) {
      case ServerTrust.Unverified() -> api.setVerifyingSsl(false);
      case ServerTrust.JavaAuthorities() -> api.setVerifyingSsl(true);
      case ServerTrust.Authority(Path pem) -> trust(api.setVerifyingSsl(true), pem);
    }
    return of(api, settings);
  }

  private static void trust(ApiClient api, Path pem) {
    try {
      api.setSslCaCert(new ByteArrayInputStream(Files.readAllBytes(pem)));
    } catch (IOException | RuntimeException e) {
      throw new KubeEnvironmentException(
          "The file of authorities " + pem + " cannot be used: " + e + ". Maybe another path?", e);
    }
  }

  /**
   * The clients of the server that {@code api} speaks to; it must not be changed afterwards.
   *
   * @throws KubeEnvironmentException when it is behind a proxy that cannot be used
   */
  public static KubeClients of(ApiClient api, ClientSettings settings) {
    return of(api, settings, System::nanoTime);
  }

  /** The same, with the clock of the rate limit and of the pauses that the server asks for. */
  static KubeClients of(ApiClient api, ClientSettings settings, LongSupplier limitClock) {
    api.setUserAgent(settings.userAgent());
    String server = settings.server();
    if (server != null) {
      api.setBasePath(server.replaceFirst("/+$", ""));
    }
    route(api, settings.proxies());
    api.setReadTimeout(0); // SharedInformerFactory insists on it; our clients have their own
    return new KubeClients(api, settings, limitClock);
  }

  /** What is no address fails with the first request. */
  private static ProxyRoute route(ApiClient api, ProxyRules proxies) {
    HttpUrl address = HttpUrl.parse(api.getBasePath());
    return address == null
        ? new ProxyRoute.Direct()
        : proxies.checkedRouteTo("The server " + ShownAddress.of(api.getBasePath()), address);
  }

  private OkHttpClient.Builder http(ClientSettings.Timeouts timeouts) {
    return http(timeouts, RequestTimes.Extent.WHOLE);
  }

  private OkHttpClient.Builder http(ClientSettings.Timeouts timeouts, RequestTimes.Extent extent) {
    OkHttpClient.Builder http = api.getHttpClient().newBuilder();
    http.networkInterceptors().clear(); // progress reports, for calls of the client's own
    ProxiedCalls.apply(http, proxies, Dns.SYSTEM);
    return http.addNetworkInterceptor(new UntypedBodies())
        .eventListenerFactory(new RequestTimes.Factory(host, listener, extent))
        .dispatcher(new Dispatcher())
        .socketFactory(new ReadAheadSockets())
        .connectionSpecs(CheapTls.SPECS)
        .connectionPool(new ConnectionPool(IDLE_CONNECTIONS, IDLE.toSeconds(), TimeUnit.SECONDS))
        .retryOnConnectionFailure(false) // OkHttp would send a POST again by itself
        .connectTimeout(timeouts.connect())
        .pingInterval(PING_INTERVAL);
  }

  public KubeClient list() {
    return list;
  }

  public KubeClient watch() {
    return watch;
  }

  public KubeClient write() {
    return write;
  }

  /** For leader election: never limited, because a burst of bindings must not cost the lease. */
  public KubeClient lease() {
    return lease;
  }

  /**
   * For events: under a limit of its own, as kube-scheduler's, so that no binding waits for one.
   */
  public KubeClient events() {
    return events;
  }

  /** For questions about callers of our own port, which do not wait behind bindings either. */
  public KubeClient access() {
    return access;
  }

  /** For what takes nothing but the official client's own type. */
  public ApiClient api() {
    return api;
  }

  /** Where the server is, {@code https://10.0.0.1:6443}, without a password. */
  public String server() {
    return ShownAddress.of(api.getBasePath());
  }

  /** By which way. */
  public ProxyRoute route() {
    return route(api, proxies);
  }

  @Override
  public void close() {
    list.close();
    watch.close();
    write.close();
    lease.close();
    events.close();
    access.close();
  }
}
