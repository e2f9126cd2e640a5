package dev.berth.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.function.Consumer;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * An HTTPS probe of a kubelet, which does not look at the certificate; asked more often than a
 * kubelet would, for as long as a kubelet would.
 *
 * <p>Threading: any thread.
 */
record Probe(URI url, int seconds) {

  private static final HttpClient CLIENT =
      HttpClient.newBuilder().sslContext(believingAnything(null)).build();
  private static final Duration PERIOD = Duration.ofMillis(50);

  /** Waits until it succeeds. */
  void awaitSuccess() {
    awaitAnswer(answer -> assertThat(answer).as("%s", url).startsWith("200 "));
  }

  /** Waits for an answer that this holds of. */
  void awaitAnswer(Consumer<String> assertion) {
    awaitAnswer("", assertion);
  }

  /** The same of one who has a token. */
  void awaitAnswer(String token, Consumer<String> assertion) {
    long deadline = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
    while (true) {
      try {
        assertion.accept(answer(url, token));
        return;
      } catch (AssertionError | UncheckedIOException notYet) {
        // Also a connection that breaks: a server that starts may have let it in.
        if (System.nanoTime() > deadline) {
          throw notYet;
        }
      }
      pause();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PERIOD); // the period of the probe, not a guess how long something takes
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted", e);
    }
  }

  /**
   * What is answered to a GET, {@code 200 ok} for one.
   *
   * @param token of who asks, "" for nobody
   */
  static String answer(URI url, String token) {
    HttpRequest.Builder request = HttpRequest.newBuilder(url);
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    try {
      HttpResponse<String> reply = CLIENT.send(request.build(), BodyHandlers.ofString());
      return reply.statusCode() + " " + reply.body();
    } catch (ConnectException e) {
      return "nothing";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted", e);
    }
  }

  /**
   * For callers that do not look at the server's certificate.
   *
   * @param keys what they show of themselves; null for nothing
   */
  static SSLContext believingAnything(KeyManager @Nullable [] keys) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys, new TrustManager[] {new Anything()}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The extended kind also keeps the name in the certificate from being compared. */
  private static final class Anything extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
