package dev.berth.bench.extender;

import dev.berth.bench.cluster.BenchException;
import java.io.Closeable;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import javax.net.SocketFactory;

/**
 * One HTTP/1.1 connection that stays open from request to request, as Go's client keeps it for a
 * kube-scheduler; it costs little, so that what is timed is the other side.
 *
 * <p>An answer needs a Content-Length. Threading: one thread.
 */
final class KeepAliveConnection implements Closeable {
  private static final int FIRST_ROOM = 1 << 20;
  private static final byte[] END_OF_HEAD = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final Socket socket;
  private final int port;
  private byte[] room = new byte[FIRST_ROOM];
  private int filled;

  private KeepAliveConnection(Socket socket, int port) {
    this.socket = socket;
    this.port = port;
  }

  /** One to that port of the loopback address. */
  static KeepAliveConnection open(SocketFactory sockets, int port) throws IOException {
    Socket socket = sockets.createSocket("127.0.0.1", port);
    socket.setTcpNoDelay(true);
    return new KeepAliveConnection(socket, port);
  }

  /**
   * What came back.
   *
   * @param body until the next request
   * @param nanos from the first byte sent to the last received
   */
  record Answer(int status, ByteBuffer body, long nanos) {
    String text() {
      return StandardCharsets.UTF_8.decode(body.duplicate()).toString();
    }
  }

  Answer get(String path) throws IOException {
    return send("GET " + path, ByteBuffer.allocate(0));
  }

  Answer post(String path, ByteBuffer json) throws IOException {
    return send("POST " + path, json);
  }

  private Answer send(String what, ByteBuffer body) throws IOException {
    String head =
        "%s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nUser-Agent: Go-http-client/1.1\r\nContent-Length: %d\r\nContent-Type: application/json\r\nAccept-Encoding: gzip\r\n\r\n"
            .formatted(what, port, body.remaining());
    ByteBuffer whole = ByteBuffer.allocate(head.length() + body.remaining());
    whole.put(head.getBytes(StandardCharsets.US_ASCII)).put(body.duplicate());
    long start = System.nanoTime();
    socket.getOutputStream().write(whole.array());
    filled = 0;
    int headEnd = receiveHead();
    String answered = new String(room, 0, headEnd, StandardCharsets.US_ASCII);
    int length = contentLength(answered);
    while (filled < headEnd + length) {
      receive();
    }
    long nanos = System.nanoTime() - start;
    return new Answer(
        Integer.parseInt(answered.split(" ", 3)[1]), ByteBuffer.wrap(room, headEnd, length), nanos);
  }

  private int receiveHead() throws IOException {
    int end = -1;
    while (end < 0) {
      receive();
      end = endOfHead();
    }
    return end;
  }

  private int endOfHead() {
    for (int i = END_OF_HEAD.length; i <= filled; i++) {
      if (Arrays.equals(room, i - END_OF_HEAD.length, i, END_OF_HEAD, 0, END_OF_HEAD.length)) {
        return i;
      }
    }
    return -1;
  }

  private static int contentLength(String head) {
    for (String line : head.split("\r\n", -1)) {
      if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
        return Integer.parseInt(line.substring(line.indexOf(':') + 1).strip());
      }
    }
    throw new BenchException("an answer has no Content-Length: " + head);
  }

  private void receive() throws IOException {
    if (filled == room.length) {
      room = Arrays.copyOf(room, 2 * room.length);
    }
    int count = socket.getInputStream().read(room, filled, room.length - filled);
    if (count < 0) {
      throw new BenchException("the extender has closed the connection");
    }
    filled += count;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
