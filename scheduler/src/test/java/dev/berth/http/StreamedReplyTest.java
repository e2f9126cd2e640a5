package dev.berth.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class StreamedReplyTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final Duration SHORT = Duration.ofSeconds(1);
  private static final Duration MODEST = Duration.ofSeconds(2);
  private static final Limits QUICK = new Limits(4096, 100, 1 << 20, 50, SHORT, SHORT, LONG);
  private static final Limits NOT_PATIENT =
      new Limits(4096, 100, 1 << 20, 50, MODEST, MODEST, LONG);
  private static final Limits SLOW_TO_STOP = new Limits(4096, 100, 1 << 20, 50, LONG, LONG, LONG);

  private static HttpListener start(Limits limits, StreamedReply.Body body) throws IOException {
    return HttpListener.start(
        new ListenerSettings("127.0.0.1", 0, new Transport.Plain(), limits),
        AccessGate.openToAll(),
        Routes.builder()
            .exact("GET", "/x", _ -> new StreamedReply(200, "application/json", body))
            .build());
  }

  private static Socket asked(HttpListener listener, String method) throws IOException {
    Socket socket = Client.socket(listener);
    Client.write(socket, method + " /x HTTP/1.1\r\nHost: h\r\n\r\n");
    return socket;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void eachWrite_isOnItsWayAtOnce_andTheEndIsTold() throws Exception {
    Semaphore mayGoOn = new Semaphore(0);
    StreamedReply.Body body =
        stream -> {
          stream.open();
          mayGoOn.acquire();
          stream.write(utf8("first"));
          mayGoOn.acquire();
          stream.write(utf8("second and more"), "second".length());
        };
    try (HttpListener listener = start(SLOW_TO_STOP, body);
        Socket socket = asked(listener, "GET")) {
      assertThat(Client.readUntil(socket, "\r\n\r\n"))
          .startsWith("HTTP/1.1 200")
          .containsIgnoringCase("Transfer-Encoding: chunked")
          .containsIgnoringCase("Content-Type: application/json");
      mayGoOn.release();
      assertThat(Client.readUntil(socket, "first")).isEqualTo("5\r\nfirst");
      mayGoOn.release();
      assertThat(Client.readAll(socket)).isEqualTo("\r\n6\r\nsecond\r\n0\r\n\r\n");
    }
  }

  /** Many at once, since each write that ends a quiet time races with the timer of that time. */
  @Test
  void streamsThatAreQuiet_outliveTheTimesForRequestsAndIdleConnections() throws Exception {
    StreamedReply.Body body =
        stream -> {
          stream.open();
          for (int i = 0; i < 2; i++) {
            new CountDownLatch(1).await(MODEST.toMillis(), TimeUnit.MILLISECONDS);
            stream.write(utf8("late"));
          }
        };
    List<Socket> sockets = new ArrayList<>();
    try (HttpListener listener = start(NOT_PATIENT, body)) {
      for (int i = 0; i < 40; i++) {
        sockets.add(begun(listener));
      }
      for (Socket socket : sockets) {
        try (socket) {
          assertThat(Client.readAll(socket)).isEqualTo("4\r\nlate\r\n4\r\nlate\r\n0\r\n\r\n");
        }
      }
    }
  }

  /** A stream of which the head is read; a busy machine may be too slow for some requests. */
  private static Socket begun(HttpListener listener) throws IOException {
    for (int tries = 0; tries < 50; tries++) {
      Socket socket = asked(listener, "GET");
      int first = socket.getInputStream().read();
      if (first >= 0 && Client.readUntil(socket, "\r\n\r\n").startsWith("TTP/1.1 200")) {
        return socket;
      }
      socket.close();
    }
    throw new AssertionError("no request was answered in time");
  }

  @Test
  void callerThatDoesNotRead_isGivenUp() throws Exception {
    CountDownLatch givenUp = new CountDownLatch(1);
    StreamedReply.Body body =
        stream -> {
          try {
            while (true) {
              stream.write(new byte[1 << 16]);
            }
          } catch (IOException e) {
            givenUp.countDown();
            throw e;
          }
        };
    try (HttpListener listener = start(QUICK, body);
        Socket socket = begun(listener)) {
      assertThat(givenUp.await(20, TimeUnit.SECONDS)).isTrue();
      assertThat(socket.isConnected()).isTrue();
    }
  }

  @Test
  void callerThatGoes_interruptsTheWriter() throws Exception {
    CountDownLatch interrupted = new CountDownLatch(1);
    StreamedReply.Body body =
        stream -> {
          stream.write(utf8("hello"));
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException e) {
            interrupted.countDown();
            throw e;
          }
        };
    try (HttpListener listener = start(SLOW_TO_STOP, body)) {
      try (Socket socket = asked(listener, "GET")) {
        Client.readUntil(socket, "hello");
      }
      assertThat(interrupted.await(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void listenerThatStops_endsStreamsInGoodOrder() throws Exception {
    StreamedReply.Body endless =
        stream -> {
          stream.write(utf8("hello"));
          new CountDownLatch(1).await();
        };
    HttpListener listener = start(SLOW_TO_STOP, endless);
    try (Socket socket = asked(listener, "GET")) {
      Client.readUntil(socket, "hello");
      listener.close();
      assertThat(Client.readAll(socket)).isEqualTo("\r\n0\r\n\r\n");
    }
  }

  @Test
  void streamThatIsCut_breaksOffInTheMiddle() throws Exception {
    StreamedReply.Body body =
        stream -> {
          stream.write(utf8("half a li"));
          stream.cut();
        };
    try (HttpListener listener = start(SLOW_TO_STOP, body);
        Socket socket = asked(listener, "GET")) {
      assertThat(Client.readAll(socket)).endsWith("half a li");
    }
  }

  @Test
  void streamThatIsCutBeforeItsFirstByte_isNoAnswerAtAll() throws Exception {
    try (HttpListener listener = start(SLOW_TO_STOP, ReplyStream::cut);
        Socket socket = asked(listener, "GET")) {
      assertThat(Client.readAll(socket)).isEmpty();
    }
  }

  @Test
  void bodyThatThrows_breaksOff() throws Exception {
    StreamedReply.Body broken =
        stream -> {
          stream.write(utf8("hello"));
          throw new IllegalStateException("a secret");
        };
    try (HttpListener listener = start(SLOW_TO_STOP, broken);
        Socket socket = asked(listener, "GET")) {
      assertThat(Client.readAll(socket)).endsWith("hello");
    }
  }

  @Test
  void head_hasTheHeadOnly() throws Exception {
    StreamedReply.Body never =
        _ -> {
          throw new AssertionError("called");
        };
    try (HttpListener listener = start(SLOW_TO_STOP, never);
        Socket socket = asked(listener, "HEAD")) {
      assertThat(Client.readAll(socket)).startsWith("HTTP/1.1 200").endsWith("\r\n\r\n");
    }
  }
}
