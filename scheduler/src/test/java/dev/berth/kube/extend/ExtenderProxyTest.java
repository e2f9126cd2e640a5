package dev.berth.kube.extend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.berth.config.ConfigLoader;
import dev.berth.framework.Status;
import dev.berth.http.Authority;
import dev.berth.kube.ForwardProxy;
import dev.berth.kube.ForwardProxy.Manner;
import dev.berth.kube.KubeEnvironmentException;
import dev.berth.kube.ProxyRules;
import dev.berth.plugins.Make;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import okhttp3.Dns;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Extenders behind proxies, plain and with TLS. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class ExtenderProxyTest {
  private static final String OUT_OF_TIME =
      "context deadline exceeded (Client.Timeout exceeded while awaiting headers)";

  /** Only the proxies can be found from here. */
  private static final Dns ONLY_PROXIES =
      host -> {
        if (host.equals("proxy.test") || host.equals("127.0.0.1")) {
          return List.of(InetAddress.getLoopbackAddress());
        }
        throw new UnknownHostException(host + " was looked up");
      };

  private static final Dns ALL = host -> List.of(InetAddress.getLoopbackAddress());

  @TempDir private Path directory;

  private ForeignExtender plain;
  private ForeignExtender secure;

  /** How the extender is spoken to, and the variable for that. */
  enum Speech {
    HTTP,
    HTTPS;

    String variable() {
      return this + "_PROXY";
    }
  }

  @BeforeEach
  void start() throws Exception {
    Authority.write(directory.resolve("ca.crt"), ExtenderTlsTest.SERVERS.certificate());
    plain = new ForeignExtender().answers("/bind", "{}");
    secure =
        ExtenderTlsTest.server(
            ExtenderTlsTest.SERVERS.issueForServer("extender.test"),
            ExtenderTlsTest.Callers.ANYBODY);
  }

  @AfterEach
  void close() {
    plain.close();
    secure.close();
  }

  private ForeignExtender server(Speech speech) {
    return speech == Speech.HTTP ? plain : secure;
  }

  private String address(Speech speech) {
    return speech == Speech.HTTP
        ? "http://extender.test:" + plain.port()
        : "https://extender.test:" + secure.port();
  }

  /** What the proxy sees of a binding. */
  private String wantRequest(Speech speech) {
    return speech == Speech.HTTP
        ? "POST " + address(speech) + "/bind"
        : "CONNECT extender.test:" + secure.port();
  }

  private HttpExtenders extenders(
      Speech speech, String httpTimeout, Dns dns, Map<String, String> environment) {
    String tls =
        speech == Speech.HTTP ? "" : ", tlsConfig: {caFile: " + directory.resolve("ca.crt") + "}";
    return new HttpExtenders(
        ConfigLoader.parse(
                """
                apiVersion: kubescheduler.config.k8s.io/v1
                kind: KubeSchedulerConfiguration
                extenders: [{urlPrefix: "%s", bindVerb: bind, httpTimeout: %s%s}]
                """
                    .formatted(address(speech), httpTimeout, tls),
                "test")
            .extenders(),
        (pod, node, failure) -> Status.error(failure),
        (name, question, failed, nanos) -> {},
        dns,
        ProxyRules.of(environment));
  }

  /** "bound", or why not. */
  private static String binding(HttpExtenders extenders) throws InterruptedException {
    Status bound = extenders.all().getFirst().bind(Make.pod("p").build(), "n1");
    return bound.isSuccess() ? "bound" : bound.message();
  }

  private String bindingThrough(Speech speech, String proxy, Dns dns) throws Exception {
    return bindingWith(speech, "60s", dns, Map.of(speech.variable(), proxy));
  }

  private String bindingWith(
      Speech speech, String httpTimeout, Dns dns, Map<String, String> environment)
      throws Exception {
    try (HttpExtenders extenders = extenders(speech, httpTimeout, dns, environment)) {
      return binding(extenders);
    }
  }

  private String failure(Speech speech, String why) {
    return "Post \"%s/bind\": %s".formatted(address(speech), why);
  }

  // ---- the way ----------------------------------------------------------------------------------

  @ParameterizedTest
  @EnumSource
  void anExtender_isCalledThroughTheProxy_whichFindsIt(Speech speech) throws Exception {
    try (ForwardProxy proxy = ForwardProxy.start(Manner.OBLIGING)) {
      String address = "http://proxy.test:" + proxy.port();
      assertThat(bindingThrough(speech, address, ONLY_PROXIES)).isEqualTo("bound");
      assertThat(proxy.requests()).containsExactly(wantRequest(speech));
      assertThat(proxy.shown()).containsExactly("");
    }
    assertThat(server(speech).bodies("/bind")).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource
  void theProxyOfTheOtherScheme_isNotUsed(Speech speech) throws Exception {
    try (ForwardProxy proxy = ForwardProxy.start(Manner.OBLIGING)) {
      String other = (speech == Speech.HTTP ? Speech.HTTPS : Speech.HTTP).variable();
      Map<String, String> environment = Map.of(other, "127.0.0.1:" + proxy.port());
      assertThat(bindingWith(speech, "60s", ALL, environment)).isEqualTo("bound");
      assertThat(proxy.requests()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void anExcludedHost_isCalledDirectly(Speech speech) throws Exception {
    try (ForwardProxy proxy = ForwardProxy.start(Manner.OBLIGING)) {
      Map<String, String> environment = new HashMap<>();
      environment.put(speech.variable(), "127.0.0.1:" + proxy.port());
      environment.put("NO_PROXY", "svc,.test");
      assertThat(bindingWith(speech, "60s", ALL, environment)).isEqualTo("bound");
      assertThat(proxy.requests()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aProxyOfSocks_isGivenTheName(Speech speech) throws Exception {
    try (ForwardProxy proxy = ForwardProxy.start(Manner.OBLIGING)) {
      String address = "socks5://proxy.test:" + proxy.port();
      assertThat(bindingThrough(speech, address, ONLY_PROXIES)).isEqualTo("bound");
      assertThat(proxy.requests()).containsExactly("SOCKS extender.test:" + server(speech).port());
    }
  }

  // ---- credentials ------------------------------------------------------------------------------

  @ParameterizedTest
  @EnumSource
  void credentials_areShownWithTheFirstRequest(Speech speech) throws Exception {
    try (ForwardProxy proxy = ForwardProxy.startFor("user:p@ss")) {
      String address = "http://user:p%40ss@127.0.0.1:" + proxy.port();
      assertThat(bindingThrough(speech, address, ONLY_PROXIES)).isEqualTo("bound");
      assertThat(proxy.requests()).containsExactly(wantRequest(speech));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "user:secret@"})
  void wrongCredentials_areAFailureThatNamesTheProxy(String user) throws Exception {
    try (ForwardProxy proxy = ForwardProxy.startFor("user:right")) {
      String address = "http://" + user + "127.0.0.1:" + proxy.port();
      String shown = address.replace("secret", "xxxxx");
      assertThat(bindingThrough(Speech.HTTPS, address, ONLY_PROXIES))
          .isEqualTo(
              failure(
                  Speech.HTTPS,
                  "the proxy of HTTPS_PROXY \"%s\" answers CONNECT with code 407. Maybe http://user:password@127.0.0.1:%d?"
                      .formatted(shown, proxy.port())));
      assertThat(proxy.requests()).as("nothing is tried twice").hasSize(1);
      assertThat(bindingThrough(Speech.HTTP, address, ONLY_PROXIES))
          .isEqualTo(
              "failed bind with extender at URL " + address(Speech.HTTP) + "/bind, code 407");
      assertThat(proxy.requests()).hasSize(2);
    }
  }

  @Test
  void aServerInATunnel_isNotShownTheCredentials() throws Exception {
    secure.answers("/bind", 407, body -> "who are you?");
    try (ForwardProxy proxy = ForwardProxy.startFor("user:right")) {
      String address = "http://user:right@127.0.0.1:" + proxy.port();
      assertThat(bindingThrough(Speech.HTTPS, address, ONLY_PROXIES)).endsWith("/bind, code 407");
    }
    assertThat(secure.received()).hasSize(1);
  }

  // ---- failures ---------------------------------------------------------------------------------

  @Test
  void aProxyThatForbids_isAFailureWithItsCode() throws Exception {
    try (ForwardProxy proxy = ForwardProxy.start(Manner.FORBIDDING)) {
      String address = "http://127.0.0.1:" + proxy.port();
      assertThat(bindingThrough(Speech.HTTPS, address, ONLY_PROXIES))
          .isEqualTo(
              failure(
                  Speech.HTTPS,
                  "the proxy of HTTPS_PROXY \"%s\" answers CONNECT with code 403. Maybe it does not lead there, or NO_PROXY should name the host?"
                      .formatted(address)));
      assertThat(bindingThrough(Speech.HTTP, address, ONLY_PROXIES)).endsWith("/bind, code 403");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "socks5"})
  void aProxyThatHangs_costsTheTimeOfTheCall(String scheme) throws Exception {
    try (ForwardProxy proxy = ForwardProxy.start(Manner.SILENT)) {
      for (Speech speech : Speech.values()) {
        Map<String, String> environment =
            Map.of(speech.variable(), scheme + "://127.0.0.1:" + proxy.port());
        assertThat(bindingWith(speech, "100ms", ONLY_PROXIES, environment))
            .isEqualTo(failure(speech, OUT_OF_TIME));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "socks5"})
  void aProxyWhoseNameHangs_costsTheTimeOfTheCall(String scheme) throws Exception {
    CountDownLatch released = new CountDownLatch(1);
    Dns hanging =
        host -> {
          try {
            released.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          throw new UnknownHostException(host);
        };
    Map<String, String> environment = Map.of("HTTPS_PROXY", scheme + "://proxy.test:1");
    try {
      assertThat(bindingWith(Speech.HTTPS, "100ms", hanging, environment))
          .isEqualTo(failure(Speech.HTTPS, OUT_OF_TIME));
    } finally {
      released.countDown();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "socks5"})
  void aProxyThatIsNotThere_isNamed(String scheme) throws Exception {
    try (Socket deaf = new Socket()) {
      deaf.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)); // and nobody else can
      String address = scheme + "://127.0.0.1:" + deaf.getLocalPort();
      for (Speech speech : Speech.values()) {
        assertThat(bindingThrough(speech, address, ONLY_PROXIES))
            .isEqualTo(
                failure(
                    speech,
                    "proxyconnect tcp: dial tcp 127.0.0.1:%d: connect: connection refused. Maybe %s \"%s\" is another one's address, or NO_PROXY should name the host?"
                        .formatted(deaf.getLocalPort(), speech.variable(), address)));
      }
    }
  }

  @Test
  void aProxyThatCannotBeUsed_isAnErrorAtStart() {
    Map<String, String> environment = Map.of("HTTP_PROXY", "https://user:secret@p:3129");
    assertThatExceptionOfType(KubeEnvironmentException.class)
        .isThrownBy(() -> extenders(Speech.HTTP, "60s", ALL, environment))
        .withMessage(
            "The extender "
                + address(Speech.HTTP)
                + " is behind a proxy: HTTP_PROXY \"https://user:xxxxx@p:3129\" is a proxy behind"
                + " TLS, which Berth does not speak to. Maybe it has an http port?");
  }

  @Test
  void aRedirectToWhereTheProxyCannotBeUsed_isAFailureOfTheCall() throws Exception {
    plain.answers("/bind", 307, body -> "").redirectsTo("https://else.test:1/bind");
    try (ForwardProxy proxy = ForwardProxy.start(Manner.OBLIGING)) {
      Map<String, String> environment =
          Map.of("HTTP_PROXY", "http://127.0.0.1:" + proxy.port(), "HTTPS_PROXY", "foo://p");
      assertThat(bindingWith(Speech.HTTP, "60s", ALL, environment))
          .isEqualTo(
              failure(
                  Speech.HTTP,
                  "HTTPS_PROXY \"foo://p\" has an unknown scheme. Maybe http:// or socks5://?"));
      assertThat(proxy.requests()).containsExactly(wantRequest(Speech.HTTP));
    }
  }
}
