package dev.berth.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.http.Transport.Certificate;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.time.Duration;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Certificates of a facade that are exchanged while it serves, in the way in which the kubelet does
 * it, and callers that it should not talk to: fault F25 of the fault list.
 */
final class CertificateExchangeTest {
  private static final Duration NEVER = Duration.ofHours(1);
  private static final String REQUEST = "GET /x HTTP/1.1\r\nHost: h\r\n\r\n";
  private static final String ANSWER = "answered";

  private final Authority servers = new Authority("servers");
  private final Authority clients = new Authority("clients");
  private final Authority otherClients = new Authority("clients");
  private final Authority.Issued first = servers.issue("CN=first");
  private final Authority.Issued second = servers.issue("CN=second");
  private final Authority.Issued caller = clients.issue("CN=caller");
  private final Authority.Issued newCaller = otherClients.issue("CN=caller");

  @TempDir private Path directory;
  private Path mounted;

  /** A mounted Secret: links to files below a link to a directory. */
  @BeforeEach
  void mount() throws IOException {
    mounted = Files.createDirectory(directory.resolve("mounted"));
    secret("one", first, clients.certificate());
    Files.createSymbolicLink(mounted.resolve("..data"), Path.of("..one"));
    for (String name : new String[] {"tls.crt", "tls.key", "ca.crt"}) {
      Files.createSymbolicLink(mounted.resolve(name), Path.of("..data", name));
    }
  }

  private void secret(String version, Authority.Issued server, X509Certificate clientCa)
      throws IOException {
    Path data = Files.createDirectory(mounted.resolve(".." + version));
    server.writeTo(data.resolve("tls.crt"), data.resolve("tls.key"));
    Authority.write(data.resolve("ca.crt"), clientCa);
  }

  /** As the kubelet does it: one rename, and all files are others. */
  private void swapTo(String version) throws IOException {
    Path link = mounted.resolve("..data_tmp");
    Files.createSymbolicLink(link, Path.of(".." + version));
    Files.move(link, mounted.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
  }

  private HttpListener start(boolean mutual) throws IOException {
    Transport.Tls tls =
        new Transport.Tls(
            new Certificate.PemFiles(mounted.resolve("tls.crt"), mounted.resolve("tls.key")),
            mutual ? PemSource.file(mounted.resolve("ca.crt")) : null);
    return HttpListener.start(
        new ListenerSettings("127.0.0.1", 0, tls, Limits.STANDARD),
        mutual ? AccessGate.certified() : AccessGate.openToAll(),
        Routes.builder()
            .exact("GET", "/x", _ -> Reply.text(200, ANSWER))
            .exact("GET", "/readyz", _ -> Reply.text(200, "ready"))
            .build(),
        NEVER);
  }

  /** A connection that stays. */
  private SSLSocket connect(HttpListener listener, Authority.@Nullable Issued own)
      throws IOException {
    SSLSocket socket =
        (SSLSocket)
            Client.context(servers.certificate(), own)
                .getSocketFactory()
                .createSocket("127.0.0.1", listener.port());
    socket.setSoTimeout((int) Client.PATIENCE.toMillis());
    socket.startHandshake();
    return socket;
  }

  private static X509Certificate shownTo(SSLSocket socket) throws IOException {
    return (X509Certificate) socket.getSession().getPeerCertificates()[0];
  }

  private X509Certificate shown(HttpListener listener) throws IOException {
    try (SSLSocket socket = connect(listener, null)) {
      return shownTo(socket);
    }
  }

  /** Asks and reads until the answer, or a refusal, is there. */
  private static String use(Socket socket) throws IOException {
    Client.write(socket, REQUEST);
    StringBuilder said = new StringBuilder();
    byte[] some = new byte[4096];
    while (!isWhole(said.toString())) {
      int read = socket.getInputStream().read(some);
      if (read < 0) {
        break;
      }
      said.append(new String(some, 0, read, StandardCharsets.UTF_8));
    }
    return said.toString();
  }

  /** Our answer, or the line of a refusal. */
  private static boolean isWhole(String said) {
    return said.endsWith(ANSWER) || (said.endsWith("\n") && !said.endsWith("\r\n"));
  }

  private String statusFor(HttpListener listener, Authority.@Nullable Issued own) {
    try (SSLSocket socket = connect(listener, own)) {
      String said = use(socket);
      return said.isEmpty() ? "hung up" : said.substring("HTTP/1.1 ".length()).substring(0, 3);
    } catch (IOException refused) {
      return "refused";
    }
  }

  // ---- exchanged -------------------------------------------------------------------------------

  @Test
  void cheapestCipher_isSpoken_beforeAndAfterAnExchange() throws Exception {
    try (HttpListener listener = start(false)) {
      assertThat(cipher(listener)).isEqualTo("TLS_CHACHA20_POLY1305_SHA256");
      secret("two", second, clients.certificate());
      swapTo("two");
      listener.reloadCertificates();
      assertThat(cipher(listener)).isEqualTo("TLS_CHACHA20_POLY1305_SHA256");
    }
  }

  private String cipher(HttpListener listener) throws IOException {
    try (SSLSocket socket = connect(listener, null)) {
      return socket.getSession().getCipherSuite();
    }
  }

  @Test
  void secretThatIsSwapped_isShownToNewConnections_andOldOnesGoOn() throws Exception {
    try (HttpListener listener = start(false);
        SSLSocket old = connect(listener, null)) {
      assertThat(use(old)).endsWith(ANSWER);
      secret("two", second, clients.certificate());
      swapTo("two");

      listener.reloadCertificates();

      assertThat(shown(listener)).isEqualTo(second.certificate());
      assertThat(shownTo(old)).isEqualTo(first.certificate());
      assertThat(use(old)).endsWith(ANSWER);
    }
  }

  @Test
  void brokenSecret_leavesTheFormerInUse_untilAGoodOneComes() throws Exception {
    try (HttpListener listener = start(false)) {
      secret("broken", second, clients.certificate());
      Files.writeString(mounted.resolve("..broken/tls.key"), "-----BEGIN PRIVATE KEY-----\nAAAA\n");
      swapTo("broken");
      listener.reloadCertificates();
      assertThat(shown(listener)).isEqualTo(first.certificate());

      Files.delete(mounted.resolve("..data"));
      listener.reloadCertificates();
      assertThat(shown(listener)).as("no files at all").isEqualTo(first.certificate());

      secret("two", second, clients.certificate());
      swapTo("two");
      listener.reloadCertificates();
      assertThat(shown(listener)).isEqualTo(second.certificate());
    }
  }

  @Test
  void clientAuthority_isExchanged_forNewConnections() throws Exception {
    try (HttpListener listener = start(true);
        SSLSocket old = connect(listener, caller)) {
      assertThat(use(old)).endsWith(ANSWER);
      assertThat(statusFor(listener, newCaller)).isNotEqualTo("200");
      secret("two", second, otherClients.certificate());
      swapTo("two");

      listener.reloadCertificates();

      assertThat(statusFor(listener, newCaller)).isEqualTo("200");
      assertThat(statusFor(listener, caller)).as("of the former authority").isNotEqualTo("200");
      assertThat(use(old)).as("let in before").endsWith(ANSWER);
    }
  }

  // ---- refused ---------------------------------------------------------------------------------

  @Test
  void callerWithoutCertificate_isToldThatItNeedsOne_butProbesAreAnswered() throws Exception {
    try (HttpListener listener = start(true);
        Client client = Client.tls(listener, servers.certificate(), null)) {
      assertThat(client.get("/x").statusCode()).isEqualTo(401);
      assertThat(client.get("/x").body()).contains("client certificate");
      assertThat(client.get("/readyz").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void certificateThatHasExpired_isRefused() throws Exception {
    Authority.Issued expired = clients.issueExpired("CN=caller");
    try (HttpListener listener = start(true)) {
      assertThat(statusFor(listener, expired)).isIn("refused", "hung up");
      assertThat(statusFor(listener, caller)).isEqualTo("200");
    }
  }

  @Test
  void plainHttp_isNotAnsweredOnAPortWithTls() throws Exception {
    try (HttpListener listener = start(false)) {
      try (Socket plain = Client.socket(listener)) {
        Client.write(plain, REQUEST);
        assertThat(Client.readAll(plain)).doesNotContain(ANSWER).doesNotContain("HTTP/");
      }
      assertThat(statusFor(listener, null)).isEqualTo("200");
    }
  }

  @Test
  void otherServerName_isServedAllTheSame() throws Exception {
    try (HttpListener listener = start(false);
        SSLSocket socket =
            (SSLSocket)
                Client.context(servers.certificate(), null)
                    .getSocketFactory()
                    .createSocket("127.0.0.1", listener.port())) {
      SSLParameters names = socket.getSSLParameters();
      names.setServerNames(java.util.List.of(new SNIHostName("berth.kube-system.svc")));
      socket.setSSLParameters(names);
      assertThat(use(socket)).endsWith(ANSWER);
    }
  }

  @Test
  void handshakeInTheMiddle_isRefused() throws Exception {
    try (HttpListener listener = start(false);
        SSLSocket socket =
            (SSLSocket)
                Client.context(servers.certificate(), null)
                    .getSocketFactory()
                    .createSocket("127.0.0.1", listener.port())) {
      socket.setSoTimeout((int) Client.PATIENCE.toMillis());
      socket.setEnabledProtocols(new String[] {"TLSv1.2"});
      assertThat(use(socket)).endsWith(ANSWER);
      assertThatThrownBy(
              () -> {
                socket.startHandshake();
                assertThat(use(socket)).isEmpty();
                throw new SSLException("hung up");
              })
          .isInstanceOf(IOException.class);
    }
  }
}
