package dev.berth.kube;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.base.Splitter;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.kubernetes.client.openapi.ApiClient;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * An API server of a few lines on loopback: each test says what is answered where.
 *
 * <p>Threading: any thread.
 */
public final class FakeApiServer implements AutoCloseable {
  private static final int CHUNKED = 0;

  /** How long a test waits for what must come. */
  public static final Duration PATIENCE = Duration.ofSeconds(20);

  static {
    // Otherwise the second of two events on one watch waits for a delayed acknowledgement.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  /**
   * What came.
   *
   * @param nanoTime when
   */
  public record Request(
      long nanoTime,
      String method,
      String path,
      Map<String, String> query,
      Map<String, List<String>> headers,
      String body) {
    public String header(String name) {
      return String.join(",", headers.getOrDefault(name, List.of()));
    }
  }

  /** What goes back. */
  public sealed interface Answer {
    record Json(int code, String body, Map<String, String> headers) implements Answer {}

    record Stream(Script script) implements Answer {}

    record NoAnswer() implements Answer {}

    static Answer json(int code, String body) {
      return new Json(code, quoted(body), Map.of());
    }

    /** A {@code Status} of this code. */
    static Answer refusal(int code, String message) {
      return json(code, "{'kind': 'Status', 'code': " + code + ", 'message': '" + message + "'}");
    }

    /** The connection breaks. */
    static Answer none() {
      return new NoAnswer();
    }
  }

  /** What a watch sends, as the test goes on. */
  public static final class Script {
    private sealed interface Step {
      record Text(String text) implements Step {}

      record End() implements Step {}

      record Cut() implements Step {}
    }

    private final BlockingQueue<Step> steps = new LinkedBlockingQueue<>();

    public Script event(String type, String object) {
      return line("{'type': '" + type + "', 'object': " + object + "}");
    }

    public Script line(String json) {
      return text(quoted(json) + "\n");
    }

    public Script text(String text) {
      steps.add(new Step.Text(text));
      return this;
    }

    /** The proper end. */
    public Script end() {
      steps.add(new Step.End());
      return this;
    }

    /** The connection breaks. */
    public Script cut() {
      steps.add(new Step.Cut());
      return this;
    }
  }

  private final HttpServer server;
  private final ExecutorService handlers = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<String, Function<Request, Answer>> answers = new ConcurrentHashMap<>();
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final BlockingQueue<Request> unseen = new LinkedBlockingQueue<>();

  private FakeApiServer(HttpServer server) {
    this.server = server;
  }

  public static FakeApiServer start() {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      FakeApiServer fake = new FakeApiServer(server);
      server.setExecutor(fake.handlers);
      server.createContext("/", fake::handle);
      server.start();
      return fake;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** JSON that was written with single quotes. */
  public static String quoted(String json) {
    return json.replace('\'', '"');
  }

  public String url() {
    InetSocketAddress address = server.getAddress();
    return "http://" + address.getHostString() + ":" + address.getPort();
  }

  /** Clients of this server that lose patience no sooner than a test does. */
  public KubeClients clients() {
    return clients(PATIENCE);
  }

  public KubeClients clients(Duration write) {
    return clients(PATIENCE, write);
  }

  public KubeClients clients(Duration listRead, Duration write) {
    ClientSettings.Timeouts timeouts =
        new ClientSettings.Timeouts(PATIENCE, listRead, listRead, write);
    return KubeClients.of(
        new ApiClient().setBasePath(url()),
        ClientSettings.ofVersion("test").withTimeouts(timeouts));
  }

  /** Clients whose rate limit, and whose pauses that the server asks for, go by that clock. */
  KubeClients clients(LongSupplier limitClock) {
    ClientSettings.Timeouts timeouts =
        new ClientSettings.Timeouts(PATIENCE, PATIENCE, PATIENCE, PATIENCE);
    return KubeClients.of(
        new ApiClient().setBasePath(url()),
        ClientSettings.ofVersion("test").withTimeouts(timeouts),
        limitClock);
  }

  /** From now on {@code GET /path} is answered like this. */
  public void on(String methodAndPath, Function<Request, Answer> answer) {
    answers.put(methodAndPath, answer);
  }

  /** All requests until now. */
  public List<Request> requests() {
    return List.copyOf(requests);
  }

  public List<Request> requests(String method) {
    return requests.stream().filter(request -> request.method().equals(method)).toList();
  }

  /** Waits for the next request that nobody has waited for and that is {@code wanted}. */
  public Request await(Function<Request, Boolean> wanted) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    try {
      while (true) {
        Request request = unseen.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
        if (request == null) {
          throw new AssertionError("the request did not come; these came: " + requests);
        }
        if (wanted.apply(request)) {
          return request;
        }
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    handlers.shutdownNow();
    handlers.close();
  }

  private void handle(HttpExchange exchange) throws IOException {
    Request request =
        new Request(
            System.nanoTime(),
            exchange.getRequestMethod(),
            exchange.getRequestURI().getPath(),
            query(exchange.getRequestURI().getRawQuery()),
            Map.copyOf(exchange.getRequestHeaders()),
            new String(exchange.getRequestBody().readAllBytes(), UTF_8));
    requests.add(request);
    unseen.add(request);
    Function<Request, Answer> answer =
        answers.getOrDefault(
            request.method() + " " + request.path(),
            nowhere -> Answer.refusal(404, "nothing is at " + nowhere.path()));
    switch (answer.apply(request)) {
      case Answer.Json(int code, String body, Map<String, String> headers) ->
          send(exchange, code, body, headers);
      case Answer.Stream(Script script) -> play(exchange, script);
      case Answer.NoAnswer() -> exchange.close();
    }
  }

  private static void send(
      HttpExchange exchange, int code, String body, Map<String, String> headers)
      throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    headers.forEach(exchange.getResponseHeaders()::set);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(code, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private static void play(HttpExchange exchange, Script script) throws IOException {
    exchange.sendResponseHeaders(200, CHUNKED);
    OutputStream out = exchange.getResponseBody();
    out.flush();
    try {
      while (true) {
        switch (script.steps.take()) {
          case Script.Step.Text(String text) -> {
            out.write(text.getBytes(UTF_8));
            out.flush();
          }
          case Script.Step.End() -> {
            out.close();
            return;
          }
          case Script.Step.Cut() -> throw new IOException("cut");
        }
      }
    } catch (InterruptedException e) {
      throw new IOException("the server stops", e);
    }
  }

  private static Map<String, String> query(@Nullable String raw) {
    Map<String, String> query = new TreeMap<>();
    if (raw != null) {
      for (String pair : Splitter.on('&').split(raw)) {
        int equals = pair.indexOf('=');
        query.put(pair.substring(0, equals), URLDecoder.decode(pair.substring(equals + 1), UTF_8));
      }
    }
    return query;
  }
}
