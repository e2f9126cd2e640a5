package dev.berth.controlplane;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Stands between a client and an API server, on plain HTTP on loopback: adds {@link FutureFields}
 * to every pod and node that the server sends, remembers what it was asked, and does a {@link
 * Fault} where a test wants one. Lists and watches pass through as streams; upgraded connections
 * (exec, attach, port-forward) are not supported.
 *
 * <p>Threading: any thread.
 */
public final class RewritingProxy implements AutoCloseable {

  /** Headers that belong to one connection, and the compression that would hide the JSON. */
  private static final Set<String> NOT_FORWARDED =
      Set.of(
          "accept-encoding",
          "connection",
          "content-length",
          "expect",
          "host",
          "http2-settings",
          "transfer-encoding",
          "upgrade");

  private static final Pattern COLLECTION =
      Pattern.compile("/api/v1/(?:namespaces/[^/]+/)?(pods|nodes)");
  private static final Pattern WATCH = Pattern.compile("(?:^|&)watch=(?:true|1)(?:&|$)");
  private static final int PATIENCE_SECONDS = 120;
  private static final int NO_BODY = -1;
  private static final int CHUNKED = 0;

  static {
    // Otherwise the second of two events on one watch waits for a delayed acknowledgement.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private final URI upstream;
  private final HttpClient client;
  private final HttpServer server;
  private final ExecutorService handlers = Executors.newVirtualThreadPerTaskExecutor();
  private final JsonRewriter rewriter = new JsonRewriter();
  private final List<SeenRequest> requests = new CopyOnWriteArrayList<>();
  private final List<SeenAnswer> answers = new CopyOnWriteArrayList<>();

  /** Of the writes that went to the API server: each ends when its answer is among the answers. */
  private final List<CompletableFuture<Void>> writes = new CopyOnWriteArrayList<>();

  private volatile Function<SeenRequest, Fault> faults = request -> new Fault.None();

  private RewritingProxy(URI upstream, HttpClient client, HttpServer server) {
    this.upstream = upstream;
    this.client = client;
    this.server = server;
  }

  /** Starts one; {@code client} reaches {@code upstream} and is closed with the proxy. */
  public static RewritingProxy start(URI upstream, HttpClient client) {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      RewritingProxy proxy = new RewritingProxy(upstream, client, server);
      server.setExecutor(proxy.handlers);
      server.createContext("/", proxy::handle);
      server.start();
      return proxy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** In front of a real control plane, as its administrator. */
  public static RewritingProxy inFrontOf(ControlPlane controlPlane) {
    return start(controlPlane.baseUrl(), controlPlane.adminClient());
  }

  public URI baseUrl() {
    InetSocketAddress address = server.getAddress();
    return URI.create("http://" + address.getHostString() + ":" + address.getPort());
  }

  /** Writes a kubeconfig that leads here; it has no credentials, the proxy brings its own. */
  public Path writeKubeconfig(Path file) {
    String yaml =
        """
        apiVersion: v1
        kind: Config
        current-context: proxy
        clusters: [{name: proxy, cluster: {server: "%s"}}]
        contexts: [{name: proxy, context: {cluster: proxy, user: proxy}}]
        users: [{name: proxy, user: {}}]
        """
            .formatted(baseUrl());
    try {
      return Files.writeString(file, yaml);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All requests until now, in the order in which they came. */
  public List<SeenRequest> requests() {
    return List.copyOf(requests);
  }

  /**
   * What the API server answered, whether or not the client was told: to all that it has done until
   * now, for who sees what came of a write elsewhere may see it before the answer is here.
   */
  public List<SeenAnswer> answers() {
    for (CompletableFuture<Void> write : writes) {
      write.orTimeout(PATIENCE_SECONDS, SECONDS).join();
    }
    return List.copyOf(answers);
  }

  /** From now on each request meets the fault that {@code choice} has for it. */
  public void injectFaults(Function<SeenRequest, Fault> choice) {
    faults = choice;
  }

  @Override
  public void close() {
    server.stop(0);
    client.shutdownNow();
    handlers.close();
  }

  /** An exception that leaves this method makes the server break the connection. */
  private void handle(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    String path = exchange.getRequestURI().toString();
    SeenRequest request =
        new SeenRequest(exchange.getRequestMethod(), path, new String(body, UTF_8));
    requests.add(request);
    switch (faults.apply(request)) {
      case Fault.None() -> pass(exchange, forward(exchange, request, body));
      case Fault.Answer(int status, String text) -> answer(exchange, status, text);
      case Fault.DropRequest() -> exchange.close();
      case Fault.DropReply() -> {
        try (InputStream reply = forward(exchange, request, body).body()) {
          reply.readAllBytes();
        }
        exchange.close();
      }
    }
  }

  private HttpResponse<InputStream> forward(HttpExchange exchange, SeenRequest seen, byte[] body)
      throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(upstream.resolve(exchange.getRequestURI().toString()))
            .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
    exchange
        .getRequestHeaders()
        .forEach(
            (name, values) -> {
              if (isForwarded(name)) {
                values.forEach(value -> request.header(name, value));
              }
            });
    CompletableFuture<Void> answered = new CompletableFuture<>();
    if (!seen.method().equals("GET")) {
      writes.add(answered);
    }
    try {
      HttpResponse<InputStream> reply =
          client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
      answers.add(new SeenAnswer(seen, reply.statusCode()));
      return reply;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while the API server was asked", e);
    } finally {
      answered.complete(null);
    }
  }

  private void pass(HttpExchange exchange, HttpResponse<InputStream> reply) throws IOException {
    reply
        .headers()
        .map()
        .forEach(
            (name, values) -> {
              if (isForwarded(name)) {
                exchange.getResponseHeaders().put(name, values);
              }
            });
    try (InputStream in = reply.body()) {
      if (reply.statusCode() == 204 || reply.statusCode() == 304) {
        exchange.sendResponseHeaders(reply.statusCode(), NO_BODY);
        return;
      }
      exchange.sendResponseHeaders(reply.statusCode(), CHUNKED);
      OutputStream out = exchange.getResponseBody();
      copy(exchange, reply, in, out);
      out.close();
    }
  }

  private void copy(
      HttpExchange exchange, HttpResponse<InputStream> reply, InputStream in, OutputStream out)
      throws IOException {
    String type = reply.headers().firstValue("content-type").orElse("");
    if (!type.startsWith("application/json")) {
      in.transferTo(out);
      return;
    }
    String query = exchange.getRequestURI().getRawQuery();
    String itemKind = itemKindOf(exchange);
    if (reply.statusCode() == 200 && query != null && WATCH.matcher(query).find()) {
      // The client learns that the watch stands before the first event comes.
      out.flush();
      rewriter.copyEvents(in, out);
    } else if (itemKind != null) {
      rewriter.copyList(itemKind, in, out);
    } else {
      rewriter.copyObject(in, out);
    }
  }

  private static @Nullable String itemKindOf(HttpExchange exchange) {
    Matcher matcher = COLLECTION.matcher(exchange.getRequestURI().getPath());
    if (!exchange.getRequestMethod().equals("GET") || !matcher.matches()) {
      return null;
    }
    return matcher.group(1).equals("pods") ? "Pod" : "Node";
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, body.length == 0 ? NO_BODY : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private static boolean isForwarded(String header) {
    return !header.startsWith(":") && !NOT_FORWARDED.contains(header.toLowerCase(Locale.ROOT));
  }
}
