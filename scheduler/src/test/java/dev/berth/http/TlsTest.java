package dev.berth.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.http.Transport.Certificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TlsTest {
  private static final Duration NEVER = Duration.ofHours(1);
  private static final Duration OFTEN = Duration.ofMillis(20);

  @TempDir private Path directory;

  private HttpListener start(Certificate certificate, @Nullable Path clientCa, Duration reload)
      throws IOException {
    return HttpListener.start(
        new ListenerSettings(
            "127.0.0.1",
            0,
            new Transport.Tls(certificate, clientCa == null ? null : PemSource.file(clientCa)),
            Limits.STANDARD),
        AccessGate.guarded(Set.of("/open"), new NobodyElse()),
        Routes.builder()
            .exact("GET", "/open", _ -> Reply.text(200, "open"))
            .exact("GET", "/who", r -> Reply.text(200, String.valueOf(r.caller())))
            .build(),
        reload);
  }

  /** Knows no token, allows what starts with an o. */
  private record NobodyElse() implements AccessCheck {
    @Override
    public Identification identify(String token) {
      return new Identification.Unknown();
    }

    @Override
    public Decision authorize(Identity user, String verb, String path) {
      return user.user().startsWith("o") ? new Decision.Allowed() : new Decision.Denied("not an o");
    }
  }

  private Certificate.PemFiles files(Authority.Issued issued) {
    Certificate.PemFiles files =
        new Certificate.PemFiles(directory.resolve("tls.crt"), directory.resolve("tls.key"));
    issued.writeTo(files.chain(), files.key());
    return files;
  }

  private static X509Certificate shownBy(HttpListener listener) throws IOException {
    return shownBy(listener, Gullible.context(null), "TLSv1.3", "TLSv1.2");
  }

  private static X509Certificate shownBy(
      HttpListener listener, SSLContext context, String... protocols) throws IOException {
    try (SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", listener.port())) {
      socket.setEnabledProtocols(protocols);
      socket.startHandshake();
      return (X509Certificate) socket.getSession().getPeerCertificates()[0];
    }
  }

  // ---- what is shown ------------------------------------------------------------------------

  @Test
  void withoutFiles_aSelfSignedCertificateForTheHostIsShown() throws Exception {
    try (HttpListener listener =
        start(new Certificate.SelfSigned(List.of("berth.example", "10.1.2.3")), null, NEVER)) {
      X509Certificate shown = shownBy(listener);
      shown.verify(shown.getPublicKey());
      shown.checkValidity();
      assertThat(shown.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
      assertThat(shown.getEncoded())
          .as("lengths and times in the one form that strict readers take")
          .isEqualTo(
              org.bouncycastle.asn1.x509.Certificate.getInstance(shown.getEncoded())
                  .getEncoded("DER"));
      assertThat(shown.getSubjectAlternativeNames().stream().map(name -> (Object) name.get(1)))
          .containsExactly(
              "berth.example", "10.1.2.3", "localhost", "127.0.0.1", "0:0:0:0:0:0:0:1");
      try (Client client = Client.tls(listener, shown, null)) {
        assertThat(client.get("/open").body()).isEqualTo("open");
      }
    }
  }

  @Test
  void oldProtocols_areRefused() throws Exception {
    try (HttpListener listener = start(new Certificate.SelfSigned(List.of()), null, NEVER)) {
      SSLContext context = Gullible.context(null);
      assertThat(Arrays.asList(context.getSupportedSSLParameters().getProtocols()))
          .contains("TLSv1.1");
      assertThatThrownBy(() -> shownBy(listener, context, "TLSv1.1"))
          .isInstanceOf(SSLHandshakeException.class);
    }
  }

  @Test
  void certificateOfTheFiles_isShown() throws Exception {
    Authority authority = new Authority("ca");
    for (String algorithm : List.of("EC", "RSA")) {
      Authority.Issued issued = authority.issue("CN=server", algorithm);
      try (HttpListener listener = start(files(issued), null, NEVER);
          Client client = Client.tls(listener, authority.certificate(), null)) {
        assertThat(client.get("/open").body()).isEqualTo("open");
        assertThat(shownBy(listener)).isEqualTo(issued.certificate());
      }
    }
  }

  @Test
  void keyInTheFormOfOlderTools_isReadToo() throws Exception {
    for (String algorithm : List.of("EC", "RSA")) {
      Authority.Issued issued = new Authority("ca").issue("CN=server", algorithm);
      Certificate.PemFiles files = files(issued);
      Authority.writeTraditional(files.key(), issued.key());
      try (HttpListener listener = start(files, null, NEVER)) {
        assertThat(shownBy(listener)).isEqualTo(issued.certificate());
      }
    }
  }

  // ---- files that change --------------------------------------------------------------------

  @Test
  void newFiles_areTakenWithoutARestart_whenBothAreThere() throws Exception {
    Authority authority = new Authority("ca");
    Authority.Issued before = authority.issue("CN=before");
    Authority.Issued after = authority.issue("CN=after");
    Certificate.PemFiles files = files(before);
    try (HttpListener listener = start(files, null, OFTEN)) {
      Authority.write(files.chain(), after.certificate());
      assertThat(shownBy(listener)).isEqualTo(before.certificate());
      Authority.write(files.key(), after.key());
      awaitShown(listener, after.certificate());
    }
  }

  @Test
  void filesThatMakeNoSense_leaveTheFormerInUse() throws Exception {
    Authority authority = new Authority("ca");
    Authority.Issued before = authority.issue("CN=before");
    Authority.Issued after = authority.issue("CN=after");
    Certificate.PemFiles files = files(before);
    TlsContext context = new TlsContext(new Transport.Tls(files, null));
    context.factory().start();
    for (String nonsense : List.of("", "-----BEGIN CERTIFICATE-----\nAAAA\n", "text")) {
      Authority.write(files.chain(), nonsense);
      context.reloadIfChanged();
      assertThat(certificateOf(context)).isEqualTo(before.certificate());
    }
    Files.delete(files.key());
    context.reloadIfChanged();
    assertThat(certificateOf(context)).isEqualTo(before.certificate());
    after.writeTo(files.chain(), files.key());
    context.reloadIfChanged();
    assertThat(certificateOf(context)).isEqualTo(after.certificate());
    context.factory().stop();
  }

  private static java.security.cert.Certificate certificateOf(TlsContext context)
      throws java.security.KeyStoreException {
    return context.factory().getKeyStore().getCertificate("berth");
  }

  private static void awaitShown(HttpListener listener, X509Certificate wanted) throws IOException {
    long end = System.nanoTime() + Client.PATIENCE.toNanos();
    while (!shownBy(listener).equals(wanted)) {
      assertThat(System.nanoTime()).as("the new certificate is not shown").isLessThan(end);
    }
  }

  // ---- files that cannot be used --------------------------------------------------------------

  @Test
  void keyOfAnotherCertificate_isRefused() {
    Authority authority = new Authority("ca");
    Certificate.PemFiles files = files(authority.issue("CN=one"));
    Authority.write(files.key(), authority.issue("CN=other").key());
    assertThatThrownBy(() -> start(files, null, NEVER))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("tls.key is not that of the first certificate");
    Authority.write(files.key(), authority.issue("CN=other", "RSA").key());
    assertThatThrownBy(() -> start(files, null, NEVER))
        .hasMessageContaining("tls.key is not that of the first certificate");
  }

  @Test
  void filesThatCannotBeUsed_areNamed() {
    Certificate.PemFiles files = files(new Authority("ca").issue("CN=one"));
    Path missing = directory.resolve("missing");
    assertThatThrownBy(() -> start(new Certificate.PemFiles(missing, files.key()), null, NEVER))
        .hasMessageContaining(missing.toString());
    assertThatThrownBy(
            () -> start(new Certificate.PemFiles(files.chain(), files.chain()), null, NEVER))
        .hasMessageContaining("tls.crt has no private key");
    assertThatThrownBy(() -> start(files, files.key(), NEVER)).hasMessageContaining("tls.key");
  }

  // ---- client certificates ------------------------------------------------------------------

  @Test
  void clientCertificate_saysWhoTheCallerIs() throws Exception {
    Authority authority = new Authority("ca");
    Path ca = directory.resolve("ca.crt");
    Authority.write(ca, authority.certificate());
    Authority.Issued known = authority.issue("O=group one,O=group two,CN=olga");
    Authority.Issued denied = authority.issue("CN=ivan");
    Authority.Issued master = authority.issue("O=system:masters,CN=ivan");
    try (HttpListener listener = start(files(authority.issue("CN=server")), ca, NEVER)) {
      try (Client client = Client.tls(listener, authority.certificate(), known)) {
        assertThat(client.get("/who").body())
            .startsWith("Identity[user=olga,")
            .contains("group one", "group two");
      }
      try (Client client = Client.tls(listener, authority.certificate(), denied)) {
        assertThat(client.get("/who").statusCode()).isEqualTo(403);
        assertThat(client.get("/who").body())
            .isEqualTo("forbidden: User \"ivan\" cannot get path \"/who\": not an o\n");
      }
      try (Client client = Client.tls(listener, authority.certificate(), master)) {
        assertThat(client.get("/who").statusCode()).isEqualTo(200);
      }
      try (Client client = Client.tls(listener, authority.certificate(), null)) {
        assertThat(client.get("/who").statusCode()).isEqualTo(401);
        assertThat(client.get("/open").statusCode()).isEqualTo(200);
      }
    }
  }

  @Test
  void clientCertificateOfAnotherAuthority_isWorthNothing() throws Exception {
    Authority authority = new Authority("ca");
    Path ca = directory.resolve("ca.crt");
    Authority.write(ca, authority.certificate());
    Authority.Issued forged = new Authority("ca").issue("CN=olga");
    try (HttpListener listener = start(files(authority.issue("CN=server")), ca, NEVER);
        Client client = Client.tls(listener, authority.certificate(), forged)) {
      try {
        // A client that follows the server's list of authorities shows no certificate ...
        assertThat(client.get("/who").statusCode()).isEqualTo(401);
      } catch (SSLException refused) {
        // ... and one that shows it all the same is not talked to.
        assertThat(refused).hasMessageContaining("certificate");
      }
    }
  }
}
