package dev.berth.http;

import static dev.berth.http.SlowRequests.HEAD_TIME;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.http.Transport.Certificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Callers that send slowly, send too much, or do not read: fault F24 of the fault list. */
final class SlowCallersTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final Duration SHORT = Duration.ofMillis(300);
  private static final Duration REQUEST_TIME = Duration.ofSeconds(50);

  private static final int MANY = 300;
  private static final int PIECE = 64 << 10;
  private static final String CHUNKED =
      "POST /x HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n";

  private final List<Socket> open = new ArrayList<>();

  @AfterEach
  void hangUp() throws IOException {
    for (Socket socket : open) {
      socket.close();
    }
  }

  private static HttpListener start(Transport transport, Limits limits, RouteHandler handler)
      throws IOException {
    return start(null, transport, limits, handler);
  }

  private static HttpListener start(
      @Nullable HandTimer timer, Transport transport, Limits limits, RouteHandler handler)
      throws IOException {
    return HttpListener.start(
        new ListenerSettings("127.0.0.1", 0, transport, limits),
        AccessGate.openToAll(),
        Routes.builder()
            .exact("POST", "/x", handler)
            .exact("GET", "/quick", _ -> Reply.text(200, "quick"))
            .build(),
        LONG,
        timer);
  }

  private static HttpListener start(Limits limits, RouteHandler handler) throws IOException {
    return start(new Transport.Plain(), limits, handler);
  }

  /** One whose times are over when the test says so. */
  private static HttpListener start(HandTimer timer, Limits limits, RouteHandler handler)
      throws IOException {
    return start(timer, new Transport.Plain(), limits, handler);
  }

  private static Limits limits(int maxBody, long maxBuffered, Duration requestTime) {
    return new Limits(4096, maxBody, maxBuffered, 1000, requestTime, LONG, LONG);
  }

  private Socket connect(HttpListener listener) throws IOException {
    Socket socket = Client.socket(listener);
    open.add(socket);
    return socket;
  }

  private static Reply echo(IncomingRequest request) {
    return Reply.of(200, "application/json", request.body());
  }

  private static Reply length(IncomingRequest request) {
    return Reply.text(200, "" + request.body().length);
  }

  // ---- that send slowly ------------------------------------------------------------------------

  @Test
  void manyBodiesThatDoNotCome_keepNobodyElseOut() throws Exception {
    try (HttpListener listener = start(limits(100, 1 << 20, LONG), SlowCallersTest::length);
        Client client = Client.plain(listener)) {
      int platformThreads = Thread.getAllStackTraces().size();
      for (int i = 0; i < MANY; i++) {
        Client.write(
            connect(listener), "POST /x HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nab");
      }
      for (int i = 0; i < 3; i++) {
        assertThat(client.get("/quick").body()).isEqualTo("quick");
        assertThat(client.send("POST", "/x", BodyPublishers.ofString("12345")).body())
            .isEqualTo("5");
      }
      assertThat(Thread.getAllStackTraces().size() - platformThreads)
          .as("they take none")
          .isLessThan(MANY);
    }
  }

  @Test
  void bodyThatComesByteByByte_endsWithTheTimeForARequest() throws Exception {
    HandTimer timer = new HandTimer();
    try (HttpListener listener =
            start(timer, limits(100_000, 1 << 20, REQUEST_TIME), SlowCallersTest::length);
        Socket socket = Client.socket(listener)) {
      Client.write(socket, "POST /x HTTP/1.1\r\nHost: h\r\nContent-Length: 90000\r\n\r\n");
      HandTimer.Held end = timer.await(REQUEST_TIME);
      for (int i = 0; i < 20; i++) {
        Client.write(socket, "x");
        timer.await(HEAD_TIME).run();
      }
      end.run();
      assertThat(Client.readAll(socket)).startsWith("HTTP/1.1 408");
    }
  }

  @Test
  void bodyThatComesByteByByte_isNotTakenForAHead() throws Exception {
    HandTimer timer = new HandTimer();
    try (HttpListener listener =
            start(timer, limits(100, 1 << 20, REQUEST_TIME), SlowCallersTest::length);
        Socket socket = Client.socket(listener)) {
      Client.write(socket, "POST /x HTTP/1.1\r\nHost: h\r\nContent-Length: 20\r\n\r\n");
      timer.await(REQUEST_TIME);
      for (int i = 0; i < 20; i++) {
        Client.write(socket, "x");
        timer.await(HEAD_TIME).run();
      }
      assertThat(Client.readUntil(socket, "\r\n\r\n20")).startsWith("HTTP/1.1 200");
      for (int i = 0; i < 3; i++) {
        timer.await(HEAD_TIME).run();
      }
      Client.write(socket, "GET /quick HTTP/1.1\r\nHost: h\r\n\r\n");
      assertThat(Client.readUntil(socket, "\r\n\r\nquick")).startsWith("HTTP/1.1 200");
    }
  }

  @Test
  void headThatComesByteByByte_isCut() throws Exception {
    try (HttpListener listener = start(limits(100, 1 << 20, SHORT), SlowCallersTest::length)) {
      Socket socket = connect(listener);
      Client.write(socket, "GET /quick HTTP/1.1\r\nHost: h\r\nLong: ");
      drip(socket, "x");
      assertThat(readToTheEnd(socket)).doesNotContain("200");
    }
  }

  @Test
  void handshakeThatComesByteByByte_isCut() throws Exception {
    try (HttpListener listener =
        start(
            new Transport.Tls(new Certificate.SelfSigned(List.of()), null),
            limits(100, 1 << 20, SHORT),
            SlowCallersTest::length)) {
      Socket socket = connect(listener);
      socket.getOutputStream().write(new byte[] {0x16, 3, 1, 0x3f, 0}); // a record of 16 KB comes
      drip(socket, "\u0001");
      assertThat(readToTheEnd(socket)).doesNotContain("200");
    }
  }

  /** Sends one after the other, until the other side hangs up or answers. */
  private static void drip(Socket socket, String drop) throws IOException {
    long end = System.nanoTime() + Client.PATIENCE.toNanos();
    try {
      while (socket.getInputStream().available() == 0) {
        assertThat(System.nanoTime()).as("nobody hangs up").isLessThan(end);
        Client.write(socket, drop);
        Thread.sleep(10); // what a slow caller does
      }
    } catch (SocketException wanted) {
      // hung up on
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** What was said before the end, however it came. */
  private static String readToTheEnd(Socket socket) throws IOException {
    try {
      return Client.readAll(socket);
    } catch (SocketException reset) {
      return "";
    }
  }

  // ---- that send too much ----------------------------------------------------------------------

  @Test
  void bodyThatIsSaidToBeTooLarge_isRefusedBeforeItComes() throws Exception {
    try (HttpListener listener = start(limits(100, 1 << 20, LONG), SlowCallersTest::length)) {
      Socket socket = connect(listener);
      Client.write(
          socket,
          """
          POST /x HTTP/1.1\r
          Host: h\r
          Expect: 100-continue\r
          Content-Length: 9999999999\r
          \r
          """);
      assertThat(Client.readAll(socket))
          .startsWith("HTTP/1.1 413")
          .endsWith("the body is larger than 100 bytes\n");
    }
  }

  @Test
  void bodyWithoutEnd_isNotReadToItsEnd() throws Exception {
    try (HttpListener listener = start(limits(PIECE, 1 << 30, LONG), SlowCallersTest::length)) {
      Socket socket = connect(listener);
      Client.write(socket, CHUNKED);
      byte[] chunk = chunk();
      long sent = 0;
      try {
        while (sent < 96L << 20) {
          socket.getOutputStream().write(chunk);
          sent += chunk.length;
        }
      } catch (IOException wanted) {
        // hung up on
      }
      assertThat(sent).as("what lies in buffers on the way").isLessThan(64L << 20);
    }
  }

  private static byte[] chunk() {
    String line = Integer.toHexString(PIECE) + "\r\n";
    return (line + "x".repeat(PIECE) + "\r\n").getBytes(StandardCharsets.US_ASCII);
  }

  @Test
  void bodiesThatTakeAllTheRoom_makeOthersComeAgain_andGiveItBack() throws Exception {
    try (HttpListener listener =
            start(limits(2 * PIECE, 2 * PIECE, LONG), SlowCallersTest::length);
        Client client = Client.plain(listener)) {
      HttpResponse<String> refused = askUntilTheRoomIsTaken(client, listener);
      assertThat(refused.headers().firstValue("Retry-After")).hasValue("1");

      hangUp();
      await(client, 200);
    }
  }

  /** What a small request is told at last, when a slow one has all the room. */
  private HttpResponse<String> askUntilTheRoomIsTaken(Client client, HttpListener listener)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + Client.PATIENCE.toNanos();
    Socket slow = takeAllTheRoom(listener);
    while (true) {
      HttpResponse<String> response = ask(client);
      if (response.statusCode() == 503) {
        return response;
      }
      assertThat(System.nanoTime()).as("there is room for all").isLessThan(end);
      if (slow.getInputStream().available() > 0) {
        slow = takeAllTheRoom(listener); // a small one was there, so the slow one had to go
      }
    }
  }

  /** Sends two pieces of a body that does not end. */
  private Socket takeAllTheRoom(HttpListener listener) throws IOException {
    Socket slow = connect(listener);
    Client.write(slow, CHUNKED);
    slow.getOutputStream().write(chunk());
    slow.getOutputStream().write(chunk());
    return slow;
  }

  private static HttpResponse<String> ask(Client client) throws IOException, InterruptedException {
    return client.send("POST", "/x", BodyPublishers.ofString("small"));
  }

  /** Asks until it is answered so. */
  private static HttpResponse<String> await(Client client, int status)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + Client.PATIENCE.toNanos();
    while (true) {
      HttpResponse<String> response = ask(client);
      if (response.statusCode() == status) {
        return response;
      }
      assertThat(System.nanoTime()).as("still %s", response.statusCode()).isLessThan(end);
    }
  }

  // ---- that do not read ------------------------------------------------------------------------

  @Test
  void answerThatNobodyReads_keepsTheRoomOfItsRequest_untilTheTimeIsOver() throws Exception {
    int large = 16 << 20; // more than the buffers on the way take
    HandTimer timer = new HandTimer();
    try (HttpListener listener =
            start(timer, limits(large, large, REQUEST_TIME), SlowCallersTest::echo);
        Client client = Client.plain(listener);
        Socket deaf = new Socket()) {
      deaf.setReceiveBufferSize(PIECE);
      deaf.setSoTimeout((int) Client.PATIENCE.toMillis());
      deaf.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), listener.port()));
      Client.write(deaf, "POST /x HTTP/1.1\r\nHost: h\r\nContent-Length: " + large + "\r\n\r\n");
      HandTimer.Held end = timer.await(REQUEST_TIME);
      byte[] body = new byte[large];
      Arrays.fill(body, (byte) 'x');
      deaf.getOutputStream().write(body);
      assertThat(Client.readUntil(deaf, "\r\n\r\n")).startsWith("HTTP/1.1 200");

      assertThat(askSmall(client)).as("while the rest is not read").isEqualTo(503);

      end.run();
      await(client, 200);
      assertThat(readToTheEnd(deaf).length()).as("cut off").isLessThan(large);
    }
  }

  private static int askSmall(Client client) throws IOException, InterruptedException {
    return client.send("POST", "/x", BodyPublishers.ofString("small")).statusCode();
  }
}
