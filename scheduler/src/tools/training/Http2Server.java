import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import okhttp3.Headers;
import okhttp3.internal.concurrent.TaskRunner;
import okhttp3.internal.connection.BufferedSocketKt;
import okhttp3.internal.http2.Header;
import okhttp3.internal.http2.Http2Connection;
import okhttp3.internal.http2.Http2Stream;
import okio.BufferedSink;
import okio.Okio;

/**
 * HTTP/2 over TLS with client certificates, as kube-apiserver speaks it, on a free port of
 * loopback.
 *
 * <p>Both ends of HTTP/2 are in OkHttp, which Berth has on its class path; the JDK's own server has
 * HTTP/1.1 only, and would leave Berth's real way to a cluster untrained.
 *
 * <p>Threading: any thread.
 */
final class Http2Server {
  /** What came. */
  record Request(String method, String target, String body) {}

  /** Answers on a thread of the request's own. */
  @FunctionalInterface
  interface Handler {
    void handle(Request request, Reply reply) throws IOException;
  }

  /** What goes back, in one piece or in several. */
  static final class Reply {
    private final Http2Stream stream;
    private final BufferedSink body;

    private Reply(Http2Stream stream) {
      this.stream = stream;
      this.body = Okio.buffer(stream.getSink());
    }

    /** The whole answer. */
    void json(int code, String json) throws IOException {
      begin(code);
      send(json);
      body.close();
    }

    /** The beginning of an answer that stays open. */
    void begin(int code) throws IOException {
      var headers =
          List.of(
              new Header(Header.RESPONSE_STATUS, Integer.toString(code)),
              new Header("content-type", "application/json"));
      stream.writeHeaders(headers, false, true);
    }

    synchronized void send(String text) throws IOException {
      body.writeUtf8(text);
      body.flush();
    }
  }

  private final SSLServerSocket socket;
  private final Handler handler;

  private Http2Server(SSLServerSocket socket, Handler handler) {
    this.socket = socket;
    this.handler = handler;
  }

  static Http2Server start(SSLContext tls, Handler handler) throws IOException {
    var socket = (SSLServerSocket) tls.getServerSocketFactory().createServerSocket();
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setNeedClientAuth(true);
    parameters.setApplicationProtocols(new String[] {"h2"});
    parameters.setUseCipherSuitesOrder(false); // the client's order counts, as with servers in Go
    socket.setSSLParameters(parameters);
    socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    var server = new Http2Server(socket, handler);
    Thread.ofPlatform().daemon().name("accept").start(server::accept);
    return server;
  }

  int port() {
    return socket.getLocalPort();
  }

  private void accept() {
    try {
      while (true) {
        var connection = (SSLSocket) socket.accept();
        Thread.ofVirtual().start(() -> serve(connection));
      }
    } catch (IOException e) {
      throw new IllegalStateException("the training cluster accepts no more connections", e);
    }
  }

  private void serve(SSLSocket connection) {
    try {
      connection.startHandshake();
      new Http2Connection.Builder(false, TaskRunner.INSTANCE)
          .socket(BufferedSocketKt.asBufferedSocket(connection), "training")
          .listener(
              new Http2Connection.Listener() {
                @Override
                public void onStream(Http2Stream stream) {
                  Thread.ofVirtual().start(() -> answer(stream));
                }
              })
          .build()
          .start();
    } catch (IOException e) {
      System.err.println("a connection broke: " + e);
    }
  }

  private void answer(Http2Stream stream) {
    try {
      Headers headers = stream.takeHeaders(false);
      String body = Okio.buffer(stream.getSource()).readUtf8();
      handler.handle(
          new Request(headers.get(":method"), headers.get(":path"), body), new Reply(stream));
    } catch (IOException e) {
      System.err.println("a request broke: " + e);
    }
  }
}
