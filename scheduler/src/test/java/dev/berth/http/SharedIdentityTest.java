package dev.berth.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SharedIdentityTest {
  private static final Duration NEVER = Duration.ofHours(1);

  @TempDir private Path directory;

  private HttpListener listen(SharedIdentity identity) throws IOException {
    Path certificate = directory.resolve("tls.crt");
    Path key = directory.resolve("tls.key");
    identity.writeTo(certificate, key);
    Transport.Tls tls =
        new Transport.Tls(
            new Transport.Certificate.PemFiles(certificate, key), PemSource.file(certificate));
    return HttpListener.start(
        new ListenerSettings("127.0.0.1", 0, tls, Limits.STANDARD),
        AccessGate.certified(),
        Routes.builder().exact("GET", "/x", _ -> Reply.text(200, "for you only")).build(),
        NEVER);
  }

  private static String ask(HttpListener listener, SharedIdentity caller)
      throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newBuilder().sslContext(caller.context()).build()) {
      URI uri = URI.create("https://127.0.0.1:%d/x".formatted(listener.port()));
      return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
    }
  }

  @Test
  void bothEnds_trustEachOther_andNobodyElse() throws Exception {
    SharedIdentity identity = SharedIdentity.make();
    try (HttpListener listener = listen(identity)) {
      assertThat(ask(listener, identity)).isEqualTo("for you only");

      SharedIdentity stranger = SharedIdentity.make();
      assertThatThrownBy(() -> ask(listener, stranger)).isInstanceOf(IOException.class);
    }
  }
}
