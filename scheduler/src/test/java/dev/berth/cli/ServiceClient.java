package dev.berth.cli;

import dev.berth.http.Gullible;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.function.Predicate;
import javax.net.ssl.KeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who asks the service port on loopback and trusts whatever certificate it shows.
 *
 * <p>Threading: any thread.
 */
final class ServiceClient implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final int port;
  private final HttpClient http;

  private ServiceClient(int port, KeyManager @Nullable [] keys) {
    this.port = port;
    this.http = HttpClient.newBuilder().sslContext(Gullible.context(keys)).build();
  }

  static ServiceClient of(int port) {
    return new ServiceClient(port, null);
  }

  /** One that shows a certificate. */
  static ServiceClient with(int port, KeyManager... keys) {
    return new ServiceClient(port, keys);
  }

  /** Shows a certificate, each time on a new connection, until the answer has that code. */
  static void awaitWith(int port, KeyManager[] keys, String path, int wantCode, Duration patience) {
    long end = System.nanoTime() + patience.toNanos();
    while (true) {
      try (ServiceClient client = with(port, keys)) {
        int code = client.get(path).statusCode();
        if (code == wantCode) {
          return;
        }
        if (System.nanoTime() > end) {
          throw new AssertionError(path + " still answers " + code);
        }
      }
    }
  }

  HttpResponse<String> get(String path, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + port + path)).timeout(PATIENCE);
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(path + " was not answered", e);
    }
  }

  HttpResponse<String> getAs(String token, String path) {
    return get(path, "Authorization", "Bearer " + token);
  }

  /** Asks until the answer has that code. */
  String await(String path, int wantCode) {
    return await(path, answer -> answer.statusCode() == wantCode);
  }

  /** Asks until the answer has that line. */
  String awaitLine(String path, String wantLine) {
    return await(path, answer -> answer.body().lines().anyMatch(wantLine::equals));
  }

  /** As somebody with a token, asks until the answer has that line. */
  String awaitLine(String path, String wantLine, String token) {
    return await(
        path,
        answer -> answer.body().lines().anyMatch(wantLine::equals),
        "Authorization",
        "Bearer " + token);
  }

  private String await(String path, Predicate<HttpResponse<String>> wanted, String... headers) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      HttpResponse<String> answer = get(path, headers);
      if (wanted.test(answer)) {
        return answer.body();
      }
      if (System.nanoTime() > end) {
        throw new AssertionError(path + " still answers " + answer.body());
      }
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
