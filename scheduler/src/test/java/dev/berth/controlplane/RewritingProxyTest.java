package dev.berth.controlplane;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class RewritingProxyTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String FUTURE = "{\"x\":1,\"decoy\":{\"spec\":[\"nodeName\",1.5,null]}}";

  private final List<SeenRequest> upstreamSaw = new CopyOnWriteArrayList<>();
  private final ExecutorService upstreamHandlers = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient client = HttpClient.newHttpClient();
  private HttpHandler upstreamAnswers = exchange -> reply(exchange, 200, "{}");
  private HttpServer upstream;
  private RewritingProxy proxy;

  @BeforeEach
  void start() throws IOException {
    upstream = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    upstream.setExecutor(upstreamHandlers);
    upstream.createContext("/", this::serveUpstream);
    upstream.start();
    URI url = URI.create("http://127.0.0.1:" + upstream.getAddress().getPort());
    proxy = RewritingProxy.start(url, HttpClient.newHttpClient());
  }

  @AfterEach
  void stop() {
    proxy.close();
    upstream.stop(0);
    upstreamHandlers.shutdownNow();
    client.close();
  }

  @Test
  void pod_gets_future_fields_in_all_that_does_not_narrow_placement() throws Exception {
    upstreamAnswers =
        exchange ->
            reply(
                exchange,
                200,
                """
                {"kind":"Pod","metadata":{"name":"p"},
                 "spec":{"affinity":{"nodeAffinity":{}},"dnsPolicy":"ClusterFirst",
                         "containers":[{"name":"c","imagePullPolicy":"Always","resources":{"requests":{"cpu":"1"}}}],
                         "tolerations":[{"operator":"Exists"}]},
                 "status":{"phase":"Pending"}}\
                """);

    String got = get("/api/v1/namespaces/default/pods/p").body();

    String want =
        """
        {"futureField":F,"kind":"Pod","metadata":{"futureField":F,"name":"p","laterFutureField":F},
         "spec":{"futureField":F,"affinity":{"nodeAffinity":{}},"dnsPolicy":"FutureDnsPolicy",
                 "containers":[{"futureField":F,"name":"c","imagePullPolicy":"FuturePullPolicy",
                                "resources":{"requests":{"cpu":"1"}},"laterFutureField":F}],
                 "tolerations":[{"operator":"Exists"}],"laterFutureField":F},
         "status":{"futureField":F,"phase":"Pending","laterFutureField":F},"laterFutureField":F}\
        """
            .replace(":F", ":" + FUTURE);
    assertThat(got).isEqualTo(JSON.readTree(want).toString());
  }

  @Test
  void node_gets_future_fields_and_a_condition_that_nobody_knows() throws Exception {
    upstreamAnswers =
        exchange ->
            reply(
                exchange,
                200,
                """
                {"kind":"Node","metadata":{},"spec":{"taints":[{"key":"k"}]},
                 "status":{"allocatable":{"cpu":"4"},"conditions":[{"type":"Ready"}]}}\
                """);

    JsonNode got = JSON.readTree(get("/api/v1/nodes/n").body());

    assertThat(got.at("/status/futureField/x").asInt()).isEqualTo(1);
    assertThat(got.at("/status/conditions/0/laterFutureField/x").asInt()).isEqualTo(1);
    assertThat(got.at("/status/conditions/1/status").asText()).isEqualTo("Perhaps");
    assertThat(got.at("/spec/taints").toString()).isEqualTo("[{\"key\":\"k\"}]");
    assertThat(got.at("/status/allocatable").toString()).isEqualTo("{\"cpu\":\"4\"}");
  }

  @Test
  void list_items_get_future_fields_although_they_name_no_kind() throws Exception {
    upstreamAnswers =
        exchange ->
            reply(
                exchange,
                200,
                """
                {"kind":"PodList","metadata":{"continue":"token","remainingItemCount":7},
                 "items":[{"metadata":{"name":"a"}},{"metadata":{"name":"b"}}]}\
                """);

    JsonNode got = JSON.readTree(get("/api/v1/pods?limit=2").body());

    assertThat(got.at("/metadata").toString())
        .isEqualTo("{\"continue\":\"token\",\"remainingItemCount\":7}");
    assertThat(got.at("/items/0/metadata/name").asText()).isEqualTo("a");
    assertThat(got.at("/items/1/metadata/name").asText()).isEqualTo("b");
    assertThat(got.at("/items/1/futureField/x").asInt()).isEqualTo(1);
  }

  @Test
  void other_kinds_and_failures_pass_unchanged() throws Exception {
    String wantList = "{\"kind\":\"ServiceList\",\"items\":[{\"spec\":{}}]}";
    upstreamAnswers = exchange -> reply(exchange, 200, wantList);
    assertThat(get("/api/v1/namespaces/nodes/services").body()).isEqualTo(wantList);

    String wantStatus = "{\"kind\":\"Status\",\"code\":404,\"metadata\":{}}";
    upstreamAnswers = exchange -> reply(exchange, 404, wantStatus);
    HttpResponse<String> got = get("/api/v1/namespaces/x/pods/p");
    assertThat(got.statusCode()).isEqualTo(404);
    assertThat(got.body()).isEqualTo(wantStatus);
  }

  @Test
  void text_and_empty_answers_pass_unchanged() throws Exception {
    upstreamAnswers =
        exchange -> {
          exchange.getResponseHeaders().set("Content-Type", "text/plain");
          write(exchange, "{\"kind\":\"Pod\"}");
          exchange.close();
        };
    assertThat(get("/api/v1/namespaces/x/pods/p/log").body()).isEqualTo("{\"kind\":\"Pod\"}");

    upstreamAnswers = exchange -> exchange.sendResponseHeaders(204, -1);
    assertThat(get("/api/v1/nodes/n").statusCode()).isEqualTo(204);
  }

  @Test
  void watch_events_pass_one_by_one_while_the_watch_goes_on() throws Exception {
    CountDownLatch headersRead = new CountDownLatch(1);
    CountDownLatch firstRead = new CountDownLatch(1);
    upstreamAnswers =
        exchange -> {
          write(exchange, "");
          await(headersRead);
          write(exchange, "{\"type\":\"ADDED\",\"object\":{\"kind\":\"Pod\",\"spec\":{}}}\n");
          await(firstRead);
          write(exchange, "{\"type\":\"ERROR\",\"object\":{\"kind\":\"Status\"}}\n");
          exchange.close();
        };

    try (BufferedReader events = lines("/api/v1/pods?watch=true&resourceVersion=5")) {
      headersRead.countDown();
      JsonNode added = JSON.readTree(events.readLine());
      firstRead.countDown();
      assertThat(added.at("/type").asText()).isEqualTo("ADDED");
      assertThat(added.at("/object/spec/futureField/x").asInt()).isEqualTo(1);
      assertThat(events.readLine())
          .isEqualTo("{\"type\":\"ERROR\",\"object\":{\"kind\":\"Status\"}}");
      assertThat(events.readLine()).isNull();
    }
  }

  @Test
  void list_passes_before_it_is_whole() throws Exception {
    CountDownLatch firstRead = new CountDownLatch(1);
    String wide = "w".repeat(100_000);
    upstreamAnswers =
        exchange -> {
          write(exchange, "{\"items\":[{\"metadata\":{\"name\":\"" + wide + "\"}},{}");
          await(firstRead);
          write(exchange, "]}");
          exchange.close();
        };

    try (InputStream in = send(request("/api/v1/nodes"), BodyHandlers.ofInputStream()).body()) {
      String head = new String(in.readNBytes(1000), UTF_8);
      firstRead.countDown();
      JsonNode whole = JSON.readTree(head + new String(in.readAllBytes(), UTF_8));
      assertThat(whole.at("/items/0/metadata/name").asText()).isEqualTo(wide);
      assertThat(whole.at("/items/1/futureField/x").asInt()).isEqualTo(1);
    }
  }

  @Test
  void watch_that_breaks_upstream_breaks_for_the_client_too() throws Exception {
    CountDownLatch firstRead = new CountDownLatch(1);
    upstreamAnswers =
        exchange -> {
          write(exchange, "{\"type\":\"ADDED\",\"object\":{}}\n");
          await(firstRead); // what was not read when a connection breaks is lost with it
          throw new IOException("the API server is gone");
        };

    try (BufferedReader events = lines("/api/v1/pods?watch=1")) {
      assertThat(events.readLine()).isEqualTo("{\"type\":\"ADDED\",\"object\":{}}");
      firstRead.countDown();
      assertThatThrownBy(events::readLine).isInstanceOf(IOException.class);
    }
  }

  @Test
  void requests_reach_the_server_whole_and_are_remembered_in_order() throws Exception {
    List<String> types = new CopyOnWriteArrayList<>();
    upstreamAnswers =
        exchange -> {
          types.add(exchange.getRequestHeaders().getFirst("Content-Type"));
          reply(exchange, 201, "{\"kind\":\"Status\"}");
        };

    var bind =
        request("/api/v1/namespaces/x/pods/p/binding?dryRun=All%2C")
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString("{\"target\":\"n\"}"));
    assertThat(send(bind, BodyHandlers.ofString()).statusCode()).isEqualTo(201);
    get("/api/v1/nodes");

    assertThat(proxy.requests())
        .containsExactly(
            new SeenRequest(
                "POST", "/api/v1/namespaces/x/pods/p/binding?dryRun=All%2C", "{\"target\":\"n\"}"),
            new SeenRequest("GET", "/api/v1/nodes", ""));
    assertThat(upstreamSaw).isEqualTo(proxy.requests());
    assertThat(types.getFirst()).isEqualTo("application/json");
  }

  @Test
  void faults_act_on_either_side_of_the_server_and_only_where_wanted() throws Exception {
    proxy.injectFaults(
        request ->
            switch (request.path()) {
              case "/refused" -> new Fault.Answer(503, "{\"kind\":\"Status\"}");
              case "/never-sent" -> new Fault.DropRequest();
              case "/done-but-unanswered" -> new Fault.DropReply();
              default -> new Fault.None();
            });

    HttpResponse<String> refused = post("/refused");
    assertThat(refused.statusCode()).isEqualTo(503);
    assertThat(refused.body()).isEqualTo("{\"kind\":\"Status\"}");
    assertThatThrownBy(() -> post("/never-sent")).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> post("/done-but-unanswered")).isInstanceOf(IOException.class);
    assertThat(post("/fine").statusCode()).isEqualTo(200);

    assertThat(upstreamSaw)
        .extracting(SeenRequest::path)
        .containsExactly("/done-but-unanswered", "/fine");
    assertThat(proxy.requests())
        .extracting(SeenRequest::path)
        .containsExactly("/refused", "/never-sent", "/done-but-unanswered", "/fine");
    assertThat(proxy.answers())
        .extracting(answer -> answer.request().path(), SeenAnswer::status)
        .containsExactly(tuple("/done-but-unanswered", 200), tuple("/fine", 200));
  }

  private void serveUpstream(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    upstreamSaw.add(
        new SeenRequest(exchange.getRequestMethod(), exchange.getRequestURI().toString(), body));
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    upstreamAnswers.handle(exchange);
  }

  private static void reply(HttpExchange exchange, int status, String body) throws IOException {
    exchange.sendResponseHeaders(status, 0);
    exchange.getResponseBody().write(body.getBytes(UTF_8));
    exchange.close();
  }

  /** A part of an answer that arrives at once. */
  private static void write(HttpExchange exchange, String part) throws IOException {
    if (exchange.getResponseCode() == -1) {
      exchange.sendResponseHeaders(200, 0);
    }
    OutputStream out = exchange.getResponseBody();
    out.write(part.getBytes(UTF_8));
    out.flush();
  }

  private static void await(CountDownLatch latch) throws IOException {
    try {
      if (!latch.await(30, TimeUnit.SECONDS)) {
        throw new IOException("The client never got what it waited for");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted", e);
    }
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(proxy.baseUrl().resolve(path));
  }

  private <T> HttpResponse<T> send(HttpRequest.Builder request, HttpResponse.BodyHandler<T> body)
      throws IOException, InterruptedException {
    return client.send(request.build(), body);
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send(request(path), BodyHandlers.ofString());
  }

  private HttpResponse<String> post(String path) throws IOException, InterruptedException {
    return send(
        request(path).POST(HttpRequest.BodyPublishers.ofString("{}")), BodyHandlers.ofString());
  }

  private BufferedReader lines(String path) throws IOException, InterruptedException {
    return new BufferedReader(
        new InputStreamReader(send(request(path), BodyHandlers.ofInputStream()).body(), UTF_8));
  }
}
