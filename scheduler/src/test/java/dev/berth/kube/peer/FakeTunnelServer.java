package dev.berth.kube.peer;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * An API server that does nothing but port-forwards by web socket, all of them to one port of
 * loopback.
 *
 * <p>Threading: any thread.
 */
final class FakeTunnelServer implements AutoCloseable {
  private static final int BINARY = 2;
  private static final int CLOSE = 8;
  private static final int FINAL = 0x80;
  private static final int SHORT_LENGTH = 126;
  private static final int LENGTH_BITS = 0x7f;
  private static final int OPCODE_BITS = 0x0f;

  private final ServerSocket server;
  private final Behaviour behaviour;
  private final List<String> requests = new CopyOnWriteArrayList<>();

  /** What it does with a request. */
  sealed interface Behaviour {
    record Forward(int port) implements Behaviour {}

    record Refuse(int code, String status) implements Behaviour {}

    record Fail(String error) implements Behaviour {}
  }

  private FakeTunnelServer(ServerSocket server, Behaviour behaviour) {
    this.server = server;
    this.behaviour = behaviour;
  }

  static FakeTunnelServer start(Behaviour behaviour) {
    try {
      FakeTunnelServer fake =
          new FakeTunnelServer(new ServerSocket(0, 0, InetAddress.getLoopbackAddress()), behaviour);
      Thread.ofVirtual().start(fake::accept);
      return fake;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String url() {
    return "http://127.0.0.1:" + server.getLocalPort();
  }

  /** The heads of all requests. */
  List<String> requests() {
    return requests;
  }

  private void accept() {
    while (true) {
      try {
        Socket socket = server.accept();
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      String head = head(socket.getInputStream());
      requests.add(head);
      OutputStream out = socket.getOutputStream();
      switch (behaviour) {
        case Behaviour.Refuse(int code, String status) ->
            out.write(
                "HTTP/1.1 %d No\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
                    .formatted(code, status.length(), status)
                    .getBytes(ISO_8859_1));
        case Behaviour.Fail(String error) -> {
          upgrade(head, out);
          write(out, new byte[] {1, 0x13, 0x28});
          ByteArrayOutputStream message = new ByteArrayOutputStream();
          message.write(1);
          message.writeBytes(error.getBytes(UTF_8));
          write(out, message.toByteArray());
          drain(new DataInputStream(socket.getInputStream()));
        }
        case Behaviour.Forward(int port) -> {
          upgrade(head, out);
          forward(socket, port);
        }
      }
    } catch (IOException hungUp) {
      // the test goes on without this connection
    }
  }

  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("no request");
      }
      head.append((char) next);
    }
    return head.toString();
  }

  private static void upgrade(String head, OutputStream out) throws IOException {
    String key =
        head.lines()
            .filter(line -> line.startsWith("Sec-WebSocket-Key: "))
            .map(line -> line.substring("Sec-WebSocket-Key: ".length()))
            .findFirst()
            .orElseThrow(() -> new IOException("no web socket: " + head));
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-1")
              .digest((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(ISO_8859_1));
      out.write(
          ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                  + "Sec-WebSocket-Protocol: v4.channel.k8s.io\r\nSec-WebSocket-Accept: "
                  + Base64.getEncoder().encodeToString(hash)
                  + "\r\n\r\n")
              .getBytes(ISO_8859_1));
    } catch (NoSuchAlgorithmException e) {
      throw new IOException(e);
    }
  }

  private static void forward(Socket socket, int port) throws IOException {
    try (Socket pod = new Socket(InetAddress.getLoopbackAddress(), port)) {
      OutputStream out = socket.getOutputStream();
      write(out, new byte[] {0, 0x13, 0x28});
      write(out, new byte[] {1, 0x13, 0x28});
      Thread.ofVirtual().start(() -> back(pod, out));
      DataInputStream in = new DataInputStream(socket.getInputStream());
      for (byte[] message = read(in); message.length > 0; message = read(in)) {
        pod.getOutputStream().write(message, 1, message.length - 1);
      }
    }
  }

  private static void back(Socket pod, OutputStream out) {
    byte[] buffer = new byte[1 + 4096];
    try {
      for (int read = pod.getInputStream().read(buffer, 1, 4096);
          read >= 0;
          read = pod.getInputStream().read(buffer, 1, 4096)) {
        byte[] message = new byte[1 + read];
        System.arraycopy(buffer, 1, message, 1, read);
        write(out, message);
      }
    } catch (IOException closed) {
      // the other direction says so
    }
  }

  private static void drain(DataInputStream in) throws IOException {
    while (read(in).length > 0) {
      // until the client closes
    }
  }

  /** The next message of a client, empty when it closes. */
  private static byte[] read(DataInputStream in) throws IOException {
    int opcode = in.readUnsignedByte() & OPCODE_BITS;
    int length = in.readUnsignedByte() & LENGTH_BITS;
    if (length == SHORT_LENGTH) {
      length = in.readUnsignedShort();
    }
    byte[] mask = in.readNBytes(4);
    byte[] payload = in.readNBytes(length);
    for (int i = 0; i < payload.length; i++) {
      payload[i] ^= mask[i % mask.length];
    }
    return opcode == CLOSE ? new byte[0] : payload;
  }

  private static void write(OutputStream out, byte[] payload) throws IOException {
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    frame.write(FINAL | BINARY);
    if (payload.length < SHORT_LENGTH) {
      frame.write(payload.length);
    } else {
      frame.write(SHORT_LENGTH);
      frame.write(payload.length >> 8);
      frame.write(payload.length);
    }
    frame.writeBytes(payload);
    synchronized (out) {
      out.write(frame.toByteArray());
      out.flush();
    }
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
