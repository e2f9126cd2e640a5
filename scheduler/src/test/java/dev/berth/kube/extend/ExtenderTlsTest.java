package dev.berth.kube.extend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import dev.berth.config.ConfigLoader;
import dev.berth.framework.ExternalExtender.Question;
import dev.berth.framework.Status;
import dev.berth.http.Authority;
import dev.berth.kube.CheapTls;
import dev.berth.kube.KubeEnvironmentException;
import dev.berth.plugins.Make;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;
import okhttp3.CipherSuite;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Extenders behind TLS: whom we believe, and whom they take us for. */
final class ExtenderTlsTest {
  static final Authority SERVERS = new Authority("servers");
  static final Authority CLIENTS = new Authority("clients");

  @TempDir private Path directory;

  enum Callers {
    ANYBODY,
    CERTIFIED
  }

  static ForeignExtender server(Authority.Issued identity, Callers callers)
      throws IOException, GeneralSecurityException {
    KeyStore own = KeyStore.getInstance("PKCS12");
    own.load(null, null);
    own.setKeyEntry(
        "server",
        identity.key(),
        new char[0],
        new java.security.cert.Certificate[] {identity.certificate()});
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(own, new char[0]);
    KeyStore believed = KeyStore.getInstance("PKCS12");
    believed.load(null, null);
    believed.setCertificateEntry("clients", CLIENTS.certificate());
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(believed);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    HttpsServer https = HttpsServer.create();
    https.setHttpsConfigurator(
        new HttpsConfigurator(context) {
          @Override
          public void configure(HttpsParameters parameters) {
            SSLParameters chosen = context.getDefaultSSLParameters();
            chosen.setNeedClientAuth(callers == Callers.CERTIFIED);
            parameters.setSSLParameters(chosen);
          }
        });
    return new ForeignExtender(https).answers("/bind", "{}");
  }

  private Path file(String name) {
    return directory.resolve(name);
  }

  /** "bound", or why not. */
  private static String bindingWith(ForeignExtender server, String tls) throws Exception {
    AtomicReference<String> why = new AtomicReference<>("bound");
    try (HttpExtenders extenders =
        new HttpExtenders(
            ConfigLoader.parse(
                    """
                    apiVersion: kubescheduler.config.k8s.io/v1
                    kind: KubeSchedulerConfiguration
                    extenders:
                    - {urlPrefix: "https://127.0.0.1:%d", bindVerb: bind, httpTimeout: 60s, %s}
                    """
                        .formatted(server.port(), tls),
                    "test")
                .extenders(),
            (pod, node, failure) -> {
              why.set(failure);
              return Status.error(failure);
            },
            (name, question, failed, nanos) -> assertThat(question).isEqualTo(Question.BIND))) {
      extenders.all().getFirst().bind(Make.pod("p").build(), "n1");
    }
    return why.get();
  }

  @Test
  void aServerOfTheAuthority_isBelieved_andAnotherIsNot() throws Exception {
    Authority.write(file("ca.crt"), SERVERS.certificate());
    Authority.write(file("other.crt"), CLIENTS.certificate());
    try (ForeignExtender server = server(SERVERS.issue("CN=x"), Callers.ANYBODY)) {
      assertThat(
              bindingWith(
                  server, "enableHTTPS: true, tlsConfig: {caFile: %s}".formatted(file("ca.crt"))))
          .isEqualTo("bound");
      assertThat(
              bindingWith(
                  server,
                  "enableHTTPS: true, tlsConfig: {caFile: %s}".formatted(file("other.crt"))))
          .startsWith("Post \"https://127.0.0.1:")
          .contains("valid certification path");
      assertThat(bindingWith(server, "enableHTTPS: false")).contains("valid certification path");
    }
  }

  @Test
  void anybody_isBelieved_whenNoAuthorityIsGivenOrItIsAskedFor() throws Exception {
    try (ForeignExtender server = server(SERVERS.issue("CN=x"), Callers.ANYBODY)) {
      assertThat(bindingWith(server, "enableHTTPS: true")).isEqualTo("bound");
      assertThat(bindingWith(server, "tlsConfig: {insecure: true}")).isEqualTo("bound");
    }
  }

  @Test
  void aServerOfAnotherName_isBelievedUnderThatName() throws Exception {
    Authority.write(file("ca.crt"), SERVERS.certificate());
    String ca = "caFile: " + file("ca.crt");
    try (ForeignExtender server =
        server(SERVERS.issueForServer("extender.test"), Callers.ANYBODY)) {
      assertThat(bindingWith(server, "enableHTTPS: true, tlsConfig: {%s}".formatted(ca)))
          .contains("not verified");
      assertThat(
              bindingWith(
                  server,
                  "enableHTTPS: true, tlsConfig: {%s, serverName: extender.test}".formatted(ca)))
          .isEqualTo("bound");
    }
  }

  @Test
  void whoWantsACertificate_isShownOurs() throws Exception {
    CLIENTS.issue("CN=berth").writeTo(file("client.crt"), file("client.key"));
    try (ForeignExtender server = server(SERVERS.issue("CN=x"), Callers.CERTIFIED)) {
      assertThat(bindingWith(server, "enableHTTPS: true")).isNotEqualTo("bound");
      assertThat(
              bindingWith(
                  server,
                  "enableHTTPS: true, tlsConfig: {certFile: %s, keyFile: %s}"
                      .formatted(file("client.crt"), file("client.key"))))
          .isEqualTo("bound");
      assertThat(
              bindingWith(
                  server,
                  "enableHTTPS: true, tlsConfig: {certData: %s, keyData: %s}"
                      .formatted(base64("client.crt"), base64("client.key"))))
          .isEqualTo("bound");
    }
  }

  private String base64(String name) throws IOException {
    return Base64.getEncoder().encodeToString(Files.readAllBytes(file(name)));
  }

  @Test
  void whatCannotBeUsed_isSaidAtOnce() throws Exception {
    Files.writeString(file("none.crt"), "no certificate");
    Files.writeString(file("empty.crt"), "");
    CLIENTS.issue("CN=berth").writeTo(file("client.crt"), file("client.key"));
    try (ForeignExtender server = new ForeignExtender()) {
      assertThatExceptionOfType(KubeEnvironmentException.class)
          .isThrownBy(() -> bindingWith(server, "tlsConfig: {caFile: /nowhere/ca.crt}"))
          .withMessageContaining("/nowhere/ca.crt, which cannot be read");
      assertThatExceptionOfType(KubeEnvironmentException.class)
          .as("nobody is believed because a file is empty")
          .isThrownBy(
              () ->
                  bindingWith(
                      server,
                      "enableHTTPS: true, tlsConfig: {caFile: %s}".formatted(file("empty.crt"))))
          .withMessageContaining("empty.crt, which is empty");
      assertThatExceptionOfType(KubeEnvironmentException.class)
          .isThrownBy(
              () -> bindingWith(server, "tlsConfig: {caFile: %s}".formatted(file("none.crt"))))
          .withMessageContaining("authorities that cannot be used");
      assertThatExceptionOfType(KubeEnvironmentException.class)
          .isThrownBy(
              () -> bindingWith(server, "tlsConfig: {certFile: %s}".formatted(file("client.crt"))))
          .withMessageContaining("a certificate without a key");
      assertThatExceptionOfType(KubeEnvironmentException.class)
          .isThrownBy(
              () ->
                  bindingWith(
                      server,
                      "tlsConfig: {insecure: true, caFile: %s}".formatted(file("client.crt"))))
          .withMessageContaining("insecure and has authorities");
    }
  }

  @Test
  void theCheapestCipher_isNamedFirst_becauseServersInGoTakeThat() {
    assertThat(CheapTls.SPECS.getFirst().cipherSuites())
        .startsWith(CipherSuite.TLS_CHACHA20_POLY1305_SHA256)
        .contains(CipherSuite.TLS_AES_128_GCM_SHA256);
  }
}
