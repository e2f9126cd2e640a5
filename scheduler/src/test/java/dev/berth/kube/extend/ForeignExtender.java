package dev.berth.kube.extend;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsExchange;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLPeerUnverifiedException;

/**
 * Somebody else's extender on loopback: answers each path as a test arranged, and keeps what it was
 * sent.
 *
 * <p>Threading: any thread.
 */
public final class ForeignExtender implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<String, Reply> replies = new ConcurrentHashMap<>();
  private final List<Received> received = new ArrayList<>();

  private volatile boolean hangsUp;
  private volatile String elsewhere = "";

  private record Reply(int code, UnaryOperator<String> body) {}

  /**
   * What came in.
   *
   * @param authorization what the header of that name says; empty without one
   * @param caller who the certificate of the connection says it is; empty without one
   * @param from the port of the connection's other end
   */
  public record Received(
      String method,
      String path,
      String contentType,
      String authorization,
      String body,
      String caller,
      int from) {}

  public ForeignExtender() throws IOException {
    this(HttpServer.create());
  }

  /** Over a server that is not bound yet. */
  public ForeignExtender(HttpServer server) throws IOException {
    this.server = server;
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  public ForeignExtender answers(String path, String body) {
    return answers(path, 200, request -> body);
  }

  public ForeignExtender answers(String path, int code, UnaryOperator<String> body) {
    replies.put(path, new Reply(code, body));
    return this;
  }

  /** Ends each connection after one answer, and says so. */
  ForeignExtender hangingUp() {
    hangsUp = true;
    return this;
  }

  /** Where its redirects lead, instead of to itself. */
  ForeignExtender redirectsTo(String url) {
    elsewhere = url;
    return this;
  }

  public int port() {
    return server.getAddress().getPort();
  }

  public String address() {
    return "http://127.0.0.1:" + port();
  }

  public List<Received> received() {
    synchronized (received) {
      return List.copyOf(received);
    }
  }

  /** The bodies that came to that path. */
  public List<String> bodies(String path) {
    return received().stream().filter(r -> r.path().equals(path)).map(Received::body).toList();
  }

  private void handle(HttpExchange exchange) {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      String path = exchange.getRequestURI().getPath();
      synchronized (received) {
        received.add(
            new Received(
                exchange.getRequestMethod(),
                path,
                String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type")),
                exchange.getRequestHeaders().getOrDefault("Authorization", List.of("")).getFirst(),
                body,
                callerOf(exchange),
                exchange.getRemoteAddress().getPort()));
      }
      Reply reply = replies.getOrDefault(path, new Reply(404, request -> "no such path"));
      byte[] answer = reply.body().apply(body).getBytes(StandardCharsets.UTF_8);
      if (hangsUp) {
        exchange.getResponseHeaders().add("Connection", "close");
      }
      if (reply.code() / 100 == 3) {
        String location = elsewhere.isEmpty() ? address() + "/elsewhere" : elsewhere;
        exchange.getResponseHeaders().add("Location", location);
      }
      exchange.sendResponseHeaders(reply.code(), answer.length == 0 ? -1 : answer.length);
      if (answer.length > 0) {
        exchange.getResponseBody().write(answer);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String callerOf(HttpExchange exchange) {
    try {
      return exchange instanceof HttpsExchange https
          ? https.getSSLSession().getPeerPrincipal().getName()
          : "";
    } catch (SSLPeerUnverifiedException nobody) {
      return "";
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
