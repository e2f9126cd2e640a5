package dev.berth.http;

import static dev.berth.http.SlowRequests.HEAD_TIME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class HttpListenerTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final Duration SHORT = Duration.ofSeconds(1);
  private static final Duration REQUEST_TIME = Duration.ofSeconds(50);

  private static final Limits PATIENT = new Limits(4096, 100, 1 << 20, 50, LONG, LONG, LONG);

  private static Limits requestTime(Duration time) {
    return new Limits(4096, 100, 1 << 20, 50, time, LONG, LONG);
  }

  private static HttpListener start(Limits limits, Routes.Builder routes) throws IOException {
    return start(limits, routes, null);
  }

  private static HttpListener start(Limits limits, Routes.Builder routes, @Nullable HandTimer timer)
      throws IOException {
    return HttpListener.start(
        new ListenerSettings("127.0.0.1", 0, new Transport.Plain(), limits),
        AccessGate.openToAll(),
        routes.build(),
        LONG,
        timer);
  }

  private static RouteHandler says(String text) {
    return _ -> Reply.text(200, text);
  }

  // ---- routes -------------------------------------------------------------------------------

  @Test
  void exactPath_winsOverPrefix_andTheLongestPrefixWins() throws Exception {
    Routes.Builder routes =
        Routes.builder()
            .prefix("GET", "/a/", says("short"))
            .prefix("GET", "/a/b/", says("long"))
            .exact("GET", "/a/b/c", says("exact"));
    try (HttpListener listener = start(PATIENT, routes);
        Client client = Client.plain(listener)) {
      assertThat(client.get("/a/b/c").body()).isEqualTo("exact");
      assertThat(client.get("/a/b/d/e").body()).isEqualTo("long");
      assertThat(client.get("/a/x").body()).isEqualTo("short");
      assertThat(client.get("/a").statusCode()).isEqualTo(404);
    }
  }

  @Test
  void wrongMethod_isAnsweredWithTheRightOnes() throws Exception {
    Routes.Builder routes =
        Routes.builder().exact("GET", "/x", says("x")).exact("POST", "/x", says("posted"));
    try (HttpListener listener = start(PATIENT, routes);
        Client client = Client.plain(listener)) {
      HttpResponse<String> reply = client.send("DELETE", "/x", BodyPublishers.noBody());
      assertThat(reply.statusCode()).isEqualTo(405);
      assertThat(reply.headers().firstValue("Allow")).hasValue("GET, HEAD, POST");
    }
  }

  @Test
  void head_isAnsweredLikeGet_withoutTheBody() throws Exception {
    try (HttpListener listener =
            start(PATIENT, Routes.builder().exact("GET", "/x", says("12345")));
        Client client = Client.plain(listener)) {
      HttpResponse<String> reply = client.send("HEAD", "/x", BodyPublishers.noBody());
      assertThat(reply.statusCode()).isEqualTo(200);
      assertThat(reply.body()).isEmpty();
      assertThat(reply.headers().firstValue("Content-Length")).hasValue("5");
    }
  }

  @Test
  void request_reachesTheHandlerWithPathQueryAndBody() throws Exception {
    RouteHandler tells =
        request ->
            Reply.json(
                200,
                request.path()
                    + request.query()
                    + new String(request.body(), StandardCharsets.UTF_8)
                    + request.parameter("none"));
    try (HttpListener listener = start(PATIENT, Routes.builder().prefix("POST", "/p/", tells));
        Client client = Client.plain(listener)) {
      HttpResponse<String> reply =
          client.send("POST", "/p/a%20b?k=1&k=2&l=%26", BodyPublishers.ofString("body"));
      assertThat(reply.body()).isEqualTo("/p/a b{k=[1, 2], l=[&]}bodynull");
      assertThat(reply.headers().firstValue("Content-Type")).hasValue("application/json");
      assertThat(reply.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
      assertThat(reply.headers().firstValue("Server")).isEmpty();
    }
  }

  @Test
  void headersThatHandlersNeed_reachThem_andNoOthers() throws Exception {
    RouteHandler tells = request -> Reply.text(200, new TreeMap<>(request.headers()).toString());
    try (HttpListener listener = start(PATIENT, Routes.builder().exact("GET", "/x", tells));
        Socket socket = Client.socket(listener)) {
      Client.write(
          socket,
          """
          GET /x HTTP/1.1\r
          Host: h\r
          accept: a/b\r
          Accept: c/d;e=f\r
          Authorization: Bearer secret\r
          Connection: close\r
          \r
          """);
      assertThat(Client.readAll(socket)).endsWith("{Accept=a/b, c/d;e=f}");
    }
  }

  @Test
  void handlerThatThrows_isAnsweredWithoutItsStack() throws Exception {
    RouteHandler broken =
        _ -> {
          throw new IllegalStateException("a secret");
        };
    try (HttpListener listener = start(PATIENT, Routes.builder().exact("GET", "/x", broken));
        Client client = Client.plain(listener)) {
      HttpResponse<String> reply = client.get("/x");
      assertThat(reply.statusCode()).isEqualTo(500);
      assertThat(reply.body()).isEqualTo("internal error; the log says more\n");
    }
  }

  @Test
  void mountingTwice_isRefused() {
    Routes.Builder routes = Routes.builder().exact("GET", "/x", says("x"));
    assertThatThrownBy(() -> routes.exact("GET", "/x", says("y")))
        .hasMessageContaining("GET /x is mounted twice");
    assertThatThrownBy(() -> routes.prefix("GET", "/x", says("y"))).hasMessageContaining("/x/");
    assertThatThrownBy(() -> routes.exact("GET", "x", says("y"))).hasMessageContaining("/x");
  }

  @Test
  void portInUse_isSaidWithThePort() throws Exception {
    try (HttpListener first = start(PATIENT, Routes.builder())) {
      ListenerSettings same =
          new ListenerSettings("127.0.0.1", first.port(), new Transport.Plain(), PATIENT);
      assertThatThrownBy(
              () -> HttpListener.start(same, AccessGate.openToAll(), Routes.builder().build()))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("127.0.0.1 port " + first.port());
    }
  }

  // ---- limits -------------------------------------------------------------------------------

  @Test
  void bodyOverTheLimit_isRefused_declaredOrNot() throws Exception {
    String tooLong = "x".repeat(101);
    try (HttpListener listener =
            start(PATIENT, Routes.builder().exact("POST", "/x", r -> Reply.text(200, "ok")));
        Client client = Client.plain(listener)) {
      assertThat(client.send("POST", "/x", BodyPublishers.ofString(tooLong)).statusCode())
          .isEqualTo(413);
      assertThat(client.send("POST", "/x", chunked(tooLong)).statusCode()).isEqualTo(413);
      assertThat(client.send("POST", "/x", chunked("x".repeat(100))).statusCode()).isEqualTo(200);
    }
  }

  private static java.net.http.HttpRequest.BodyPublisher chunked(String text) {
    return BodyPublishers.ofInputStream(
        () -> new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII)));
  }

  @Test
  void headersOverTheLimit_areRefused() throws Exception {
    try (HttpListener listener = start(PATIENT, Routes.builder().exact("GET", "/x", says("x")));
        Client client = Client.plain(listener)) {
      HttpResponse<String> reply = client.get("/x", "Long", "x".repeat(5000));
      assertThat(reply.statusCode()).isEqualTo(431);
      assertThat(reply.body()).doesNotContainIgnoringCase("jetty").doesNotContain("<");
    }
  }

  @Test
  void handlerOverTime_isInterrupted_andTheCallerIsTold() throws Exception {
    HandTimer timer = new HandTimer();
    CountDownLatch interrupted = new CountDownLatch(1);
    RouteHandler slow =
        _ -> {
          timer.await(REQUEST_TIME).run();
          try {
            new CountDownLatch(1).await();
            return Reply.text(200, "never");
          } catch (InterruptedException e) {
            interrupted.countDown();
            throw e;
          }
        };
    Routes.Builder routes =
        Routes.builder().exact("GET", "/slow", slow).exact("GET", "/quick", says("quick"));
    try (HttpListener listener = start(requestTime(REQUEST_TIME), routes, timer);
        Client client = Client.plain(listener)) {
      assertThat(client.get("/slow").statusCode()).isEqualTo(504);
      assertThat(interrupted.await(20, TimeUnit.SECONDS)).isTrue();
      assertThat(client.get("/quick").body()).isEqualTo("quick"); // on the same connection
    }
  }

  @Test
  void bodyThatDoesNotCome_isWaitedForUntilTheTimeIsOver() throws Exception {
    try (HttpListener listener =
            start(requestTime(SHORT), Routes.builder().exact("POST", "/x", says("x")));
        Socket socket = Client.socket(listener)) {
      Client.write(socket, "POST /x HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nab");
      assertThat(Client.readAll(socket)).startsWith("HTTP/1.1 408");
    }
  }

  @Test
  void queryThatCannotBeDecoded_isTheCallersFault() throws Exception {
    try (HttpListener listener = start(PATIENT, Routes.builder().exact("GET", "/x", says("x")));
        Socket socket = Client.socket(listener)) {
      Client.write(socket, "GET /x?a=%zz HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
      assertThat(Client.readAll(socket)).startsWith("HTTP/1.1 400").doesNotContain("jetty");
    }
  }

  @Test
  void headThatNeverEnds_endsTheConnection() throws Exception {
    try (HttpListener listener =
            start(requestTime(SHORT), Routes.builder().exact("GET", "/x", says("x")));
        Socket socket = Client.socket(listener)) {
      Client.write(socket, "GET /x HTTP/1.1\r\nHost: h\r\nA");
      assertThat(Client.readAll(socket)).doesNotContain("200");
    }
  }

  @Test
  void connectionThatIsUsedForLong_isLeftAlone() throws Exception {
    HandTimer timer = new HandTimer();
    try (HttpListener listener =
            start(
                requestTime(REQUEST_TIME), Routes.builder().exact("GET", "/x", says("x")), timer);
        Socket socket = Client.socket(listener)) {
      for (int uses = 0; uses < 4; uses++) {
        for (int i = 0; i < uses; i++) {
          use(socket);
        }
        timer.await(HEAD_TIME).run();
        timer.await(HEAD_TIME).run();
        timer.await(HEAD_TIME).run();
      }
      use(socket);
    }
  }

  @Test
  void idleConnection_isClosed() throws Exception {
    Limits limits = new Limits(4096, 100, 1 << 20, 50, LONG, SHORT, LONG);
    try (HttpListener listener = start(limits, Routes.builder());
        Socket socket = Client.socket(listener)) {
      assertThat(Client.readAll(socket)).isEmpty();
    }
  }

  @Test
  void whenTooManyAreConnected_idleOnesGoAndNewOnesAreServed() throws Exception {
    HandTimer timer = new HandTimer();
    Limits three = new Limits(4096, 100, 1 << 20, 3, LONG, LONG, LONG);
    try (HttpListener listener =
            start(three, Routes.builder().exact("GET", "/x", says("x")), timer);
        Socket first = Client.socket(listener);
        Socket second = Client.socket(listener)) {
      use(first);
      use(second);
      try (Socket third = Client.socket(listener);
          Socket fourth = Client.socket(listener)) {
        use(third); // before it can be idle for too long
        ask(fourth);
        timer.letGo();
        readSome(fourth);
      }
      assertThat(Client.readAll(first) + Client.readAll(second)).isEmpty();
    }
  }

  private static void use(Socket socket) throws IOException {
    ask(socket);
    readSome(socket);
  }

  private static void ask(Socket socket) throws IOException {
    Client.write(socket, "GET /x HTTP/1.1\r\nHost: h\r\n\r\n");
  }

  private static void readSome(Socket socket) throws IOException {
    assertThat(socket.getInputStream().read(new byte[400])).isPositive();
  }

  // ---- the end ------------------------------------------------------------------------------

  @Test
  void requestUnderWay_isFinishedBeforeTheListenerStops() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch mayGoOn = new CountDownLatch(1);
    RouteHandler slow =
        _ -> {
          begun.countDown();
          mayGoOn.await();
          return Reply.text(200, "done");
        };
    Limits manyConnections = new Limits(4096, 100, 1 << 20, 100_000, LONG, LONG, LONG);
    HttpListener listener = start(manyConnections, Routes.builder().exact("GET", "/slow", slow));
    int port = listener.port();
    try (Client client = Client.plain(listener)) {
      CompletableFuture<HttpResponse<String>> answer = new CompletableFuture<>();
      Thread caller =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      answer.complete(client.get("/slow"));
                    } catch (IOException | InterruptedException e) {
                      answer.completeExceptionally(e);
                    }
                  });
      begun.await();
      Thread stopper = Thread.ofVirtual().start(listener::close);
      awaitRefusal(port);
      assertThat(answer).isNotDone();
      mayGoOn.countDown();
      assertThat(answer.get(20, TimeUnit.SECONDS).body()).isEqualTo("done");
      stopper.join();
      caller.join();
    }
  }

  private static void awaitRefusal(int port) throws IOException {
    long end = System.nanoTime() + Client.PATIENCE.toNanos();
    while (System.nanoTime() < end) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        assertThat(socket.isConnected()).isTrue();
      } catch (ConnectException wanted) {
        return;
      } catch (SocketException closing) {
        // taken by the system and reset when the listener's socket closed: the next one is refused
      }
    }
    throw new AssertionError("the port still takes connections");
  }

  @Test
  void requestThatOutlivesTheGracePeriod_doesNotKeepTheListener() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    RouteHandler stuck =
        _ -> {
          begun.countDown();
          new CountDownLatch(1).await();
          return Reply.text(200, "never");
        };
    Limits shortGrace = new Limits(4096, 100, 1 << 20, 50, LONG, LONG, Duration.ofMillis(100));
    HttpListener listener = start(shortGrace, Routes.builder().exact("GET", "/stuck", stuck));
    try (Socket socket = Client.socket(listener)) {
      Client.write(socket, "GET /stuck HTTP/1.1\r\nHost: h\r\n\r\n");
      begun.await();
      listener.close();
      assertThat(Client.readAll(socket)).doesNotContain("never");
    }
  }
}
