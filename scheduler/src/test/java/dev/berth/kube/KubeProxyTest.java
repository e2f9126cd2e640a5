package dev.berth.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.berth.kube.FakeApiServer.Answer;
import dev.berth.kube.FakeApiServer.Script;
import dev.berth.kube.ForwardProxy.Manner;
import io.kubernetes.client.openapi.ApiClient;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An API server behind a proxy, of the environment or of the kubeconfig. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class KubeProxyTest {
  private static final ClientSettings SETTINGS =
      ClientSettings.ofVersion("test").withProxies(ProxyRules.of(Map.of()));

  @TempDir private Path directory;

  private FakeApiServer server;
  private ForwardProxy proxy;

  @BeforeEach
  void start() {
    server = FakeApiServer.start();
    server.on("GET /version", _ -> Answer.json(200, "{}"));
    server.on("POST /x", _ -> Answer.json(201, "{}"));
    proxy = ForwardProxy.start(Manner.OBLIGING);
  }

  @AfterEach
  void close() {
    server.close();
    proxy.close();
  }

  private static String address(ForwardProxy proxy) {
    return "http://127.0.0.1:" + proxy.port();
  }

  private static ClientSettings behind(String httpProxy, String noProxy) {
    return SETTINGS.withProxies(
        ProxyRules.of(Map.of("HTTP_PROXY", httpProxy, "NO_PROXY", noProxy)));
  }

  /** By a name that only the proxy knows. */
  private String hidden() {
    return "http://api.test:" + URI.create(server.url()).getPort();
  }

  private KubeClients clients(String url, ClientSettings settings) {
    return KubeClients.of(new ApiClient().setBasePath(url), settings);
  }

  private Path kubeconfig(String url, String proxyUrl) throws IOException {
    return Files.writeString(
        directory.resolve("config"),
        """
        apiVersion: v1
        kind: Config
        current-context: here
        clusters: [{name: c, cluster: {server: "%s", proxy-url: "%s"}}, {name: d, cluster: {server: "%s"}}]
        contexts: [{name: here, context: {cluster: c, user: u}}, {name: there, context: {cluster: d, user: u}}]
        users: [{name: u, user: {}}]
        """
            .formatted(url, proxyUrl, url));
  }

  private static int version(KubeClients clients) throws Exception {
    return clients.list().send(KubeRequest.get("/version", Map.of())).code();
  }

  // ---- the environment --------------------------------------------------------------------------

  @Test
  void reads_writes_and_watches_go_through_the_proxy() throws Exception {
    Script script = new Script().event("ADDED", "{}");
    server.on("GET /watched", _ -> new Answer.Stream(script));
    try (KubeClients clients = clients(hidden(), behind(address(proxy), ""))) {
      assertThat(version(clients)).isEqualTo(200);
      assertThat(clients.write().send(KubeRequest.post("/x", "{}")).code()).isEqualTo(201);
      KubeClient watch = clients.watch();
      try (Response events =
          watch.open(watch.call(KubeRequest.get("/watched", Map.of("watch", "true"))))) {
        assertThat(events.body().source().readUtf8LineStrict()).contains("ADDED");
        script.event("DELETED", "{}");
        assertThat(events.body().source().readUtf8LineStrict()).contains("DELETED");
      }
      assertThat(clients.route()).hasToString("HTTP_PROXY \"" + address(proxy) + "\"");
    }
    assertThat(proxy.requests())
        .containsExactly(
            "GET " + hidden() + "/version",
            "POST " + hidden() + "/x",
            "GET " + hidden() + "/watched?watch=true");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "127.0.0.0/8"})
  void server_on_this_machine_is_reached_without_a_proxy(String noProxy) throws Exception {
    try (KubeClients clients = clients(server.url(), behind(address(proxy), noProxy))) {
      assertThat(version(clients)).isEqualTo(200);
      assertThat(clients.route()).isEqualTo(new ProxyRoute.Direct());
    }
    assertThat(proxy.requests()).isEmpty();
  }

  @Test
  void credentials_are_shown_to_the_proxy_and_not_to_the_server() throws Exception {
    try (ForwardProxy strict = ForwardProxy.startFor("user:right")) {
      String address = address(strict).replace("//", "//user:right@");
      try (KubeClients clients = clients(hidden(), behind(address, ""))) {
        assertThat(version(clients)).isEqualTo(200);
        assertThat(version(clients)).isEqualTo(200);
      }
      assertThat(strict.shown()).hasSize(2).doesNotContain("");
      try (KubeClients clients = clients(server.url(), behind(address, ""))) {
        assertThat(version(clients)).isEqualTo(200);
      }
    }
    assertThat(server.requests().getLast().headers().keySet())
        .noneMatch(name -> name.equalsIgnoreCase("Proxy-Authorization"));
  }

  @Test
  void proxy_that_hangs_costs_the_time_of_a_write() {
    ClientSettings.Timeouts hasty =
        new ClientSettings.Timeouts(
            Duration.ofSeconds(60),
            Duration.ofMillis(100),
            Duration.ofSeconds(600),
            Duration.ofMillis(100));
    try (ForwardProxy silent = ForwardProxy.start(Manner.SILENT)) {
      for (String url : new String[] {hidden(), hidden().replace("http", "https")}) {
        ClientSettings settings =
            SETTINGS
                .withTimeouts(hasty)
                .withProxies(
                    ProxyRules.of(
                        Map.of("HTTP_PROXY", address(silent), "HTTPS_PROXY", address(silent))));
        try (KubeClients clients = clients(url, settings)) {
          assertThatExceptionOfType(IOException.class)
              .isThrownBy(() -> clients.write().send(KubeRequest.post("/x", "{}")))
              .withMessageContaining("timeout");
          assertThatExceptionOfType(IOException.class)
              .as("lists have no limit but that of silence")
              .isThrownBy(() -> version(clients))
              .withMessageMatching("(?i).*time.?d? ?out.*");
        }
      }
    }
  }

  @Test
  void proxy_that_forbids_is_named() {
    try (ForwardProxy strict = ForwardProxy.start(Manner.FORBIDDING)) {
      ClientSettings settings =
          SETTINGS.withProxies(ProxyRules.of(Map.of("https_proxy", address(strict))));
      try (KubeClients clients = clients("https://api.test", settings)) {
        assertThatExceptionOfType(IOException.class)
            .isThrownBy(() -> version(clients))
            .withMessage(
                "the proxy of https_proxy \"%s\" answers CONNECT with code 403. Maybe it does not"
                    + " lead there, or NO_PROXY should name the host?",
                address(strict));
      }
      assertThat(strict.requests()).containsExactly("CONNECT api.test:443");
    }
  }

  @Test
  void proxy_that_cannot_be_used_is_said_before_anything_is_sent() {
    assertThatExceptionOfType(KubeEnvironmentException.class)
        .isThrownBy(() -> clients(hidden(), behind("foo://p", "")))
        .withMessage(
            "The server %s is behind a proxy: HTTP_PROXY \"foo://p\" has an unknown scheme. Maybe"
                + " http:// or socks5://?",
            hidden());
    clients(server.url(), behind("foo://p", "")).close();
  }

  // ---- proxy-url --------------------------------------------------------------------------------

  @ParameterizedTest
  @ValueSource(strings = {"http", "socks5"})
  void proxy_of_the_kubeconfig_wins_and_is_for_this_machine_too(String scheme) throws Exception {
    try (ForwardProxy other = ForwardProxy.start(Manner.FORBIDDING)) {
      Path file = kubeconfig(server.url(), address(proxy).replace("http", scheme));
      try (KubeClients clients =
          KubeClients.fromKubeconfig(file, null, behind(address(other), "127.0.0.1"))) {
        assertThat(version(clients)).isEqualTo(200);
      }
      assertThat(proxy.requests()).hasSize(1).first().asString().contains("127.0.0.1:");
      assertThat(other.requests()).isEmpty();
    }
  }

  @Test
  void proxy_of_another_context_is_not_used() throws Exception {
    Path file = kubeconfig(server.url(), address(proxy));
    try (KubeClients clients = KubeClients.fromKubeconfig(file, "there", SETTINGS)) {
      assertThat(version(clients)).isEqualTo(200);
    }
    assertThat(proxy.requests()).isEmpty();
  }

  @Test
  void proxy_of_the_kubeconfig_is_not_for_other_servers() throws Exception {
    Path file = kubeconfig("http://api.test:1", address(proxy));
    try (KubeClients clients =
        KubeClients.elsewhere(file, server.url(), new ServerTrust.Unverified(), SETTINGS)) {
      assertThat(version(clients)).isEqualTo(200);
    }
    assertThat(proxy.requests()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"user:secret@p:3128", "https://user:secret@p:3128", "ftp://u:secret@p"})
  void proxy_of_the_kubeconfig_that_cannot_be_used_is_said(String value) throws Exception {
    Path file = kubeconfig("https://api.test:6443", value);
    assertThatExceptionOfType(KubeEnvironmentException.class)
        .isThrownBy(() -> KubeClients.fromKubeconfig(file, null, SETTINGS))
        .withMessageContaining("proxy-url \"" + value.replace("secret", "xxxxx") + "\"");
  }
}
