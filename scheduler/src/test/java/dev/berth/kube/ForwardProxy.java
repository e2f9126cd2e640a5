package dev.berth.kube;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.google.common.base.Splitter;
import com.google.common.io.ByteStreams;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A proxy on loopback, as companies have them, for HTTP and SOCKS: knows every name, and finds all
 * of them on this machine. Which requests came by it, and with which credentials, can be asked.
 *
 * <p>Threading: any thread.
 */
public final class ForwardProxy implements AutoCloseable {
  /** How it treats who comes. */
  public enum Manner {
    OBLIGING,
    /** Says 403 to everybody. */
    FORBIDDING,
    /** Takes connections and never says a word. */
    SILENT
  }

  private static final int SOCKS_VERSION = 5;

  private static final String WHO_ARE_YOU =
      """
      HTTP/1.1 407 Proxy Authentication Required
      Proxy-Authenticate: Basic realm="x"
      Content-Length: 0
      Connection: close

      """
          .replace("\n", "\r\n");

  private final ServerSocket door;
  private final Manner manner;
  private final String credentials;
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final List<String> shown = new CopyOnWriteArrayList<>();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  private ForwardProxy(ServerSocket door, Manner manner, String credentials) {
    this.door = door;
    this.manner = manner;
    this.credentials = credentials;
  }

  public static ForwardProxy start(Manner manner) {
    return start(manner, "");
  }

  /**
   * One who lets nobody pass without credentials.
   *
   * @param credentials the wanted {@code Proxy-Authorization}; empty for none
   */
  static ForwardProxy start(Manner manner, String credentials) {
    try {
      ServerSocket door = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
      ForwardProxy proxy = new ForwardProxy(door, manner, credentials);
      Thread.ofVirtual().start(proxy::accept);
      return proxy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Wants {@code user:password}. */
  public static ForwardProxy startFor(String user) {
    return start(
        Manner.OBLIGING, "Basic " + Base64.getEncoder().encodeToString(user.getBytes(ISO_8859_1)));
  }

  public int port() {
    return door.getLocalPort();
  }

  /** {@code CONNECT name:port}, {@code POST http://name:port/path} or {@code SOCKS name:port}. */
  public List<String> requests() {
    return List.copyOf(requests);
  }

  /** The credentials of each request of HTTP, "" for none. */
  public List<String> shown() {
    return List.copyOf(shown);
  }

  @Override
  public void close() {
    end(door);
    open.forEach(ForwardProxy::end);
  }

  private void accept() {
    while (!door.isClosed()) {
      try {
        Socket client = door.accept();
        open.add(client);
        Thread.ofVirtual().start(() -> serve(client));
      } catch (IOException over) {
        return;
      }
    }
  }

  private void serve(Socket client) {
    try {
      InputStream in = new BufferedInputStream(client.getInputStream());
      in.mark(1);
      int first = in.read();
      in.reset();
      if (manner == Manner.SILENT) {
        in.transferTo(OutputStream.nullOutputStream());
      } else if (first == SOCKS_VERSION) {
        socks(client, new DataInputStream(in));
      } else if (first >= 0) {
        http(client, in);
      }
    } catch (IOException gone) {
      // The client, or the server, has enough.
    } finally {
      end(client);
    }
  }

  // ---- HTTP -------------------------------------------------------------------------------------

  private void http(Socket client, InputStream in) throws IOException {
    List<String> head = head(in);
    List<String> first = Splitter.on(' ').splitToList(head.getFirst());
    requests.add(first.get(0) + " " + first.get(1));
    String authorization = header(head, "proxy-authorization");
    shown.add(authorization);
    if (manner == Manner.FORBIDDING) {
      say(client, "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    } else if (!credentials.isEmpty() && !authorization.equals(credentials)) {
      say(client, WHO_ARE_YOU);
    } else if (first.get(0).equals("CONNECT")) {
      String port = first.get(1).substring(first.get(1).lastIndexOf(':') + 1);
      try (Socket server = upstream(Integer.parseInt(port))) {
        say(client, "HTTP/1.1 200 Connection established\r\n\r\n");
        relay(client, in, server);
      }
    } else {
      forward(client, in, head, URI.create(first.get(1)));
    }
  }

  /** One request a connection. */
  private void forward(Socket client, InputStream in, List<String> head, URI url)
      throws IOException {
    StringBuilder request = new StringBuilder(head.getFirst().replace(url.toString(), pathOf(url)));
    for (String line : head.subList(1, head.size())) {
      if (!line.toLowerCase(Locale.ROOT).matches("(proxy-.*|connection:.*)")) {
        request.append("\r\n").append(line);
      }
    }
    String length = header(head, "content-length");
    try (Socket server = upstream(url.getPort())) {
      say(server, request.append("\r\nConnection: close\r\n\r\n").toString());
      if (!length.isEmpty()) {
        ByteStreams.limit(in, Long.parseLong(length)).transferTo(server.getOutputStream());
      }
      InputStream answer = new BufferedInputStream(server.getInputStream());
      say(client, line(answer) + "\r\nConnection: close\r\n");
      answer.transferTo(client.getOutputStream());
    }
  }

  private static String pathOf(URI url) {
    return url.getRawPath() + (url.getRawQuery() == null ? "" : "?" + url.getRawQuery());
  }

  private static List<String> head(InputStream in) throws IOException {
    List<String> lines = new ArrayList<>();
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      lines.add(line);
    }
    return lines;
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new IOException("half a line");
      }
      line.append((char) c);
    }
    return line.toString().strip();
  }

  private static String header(List<String> head, String name) {
    return head.stream()
        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
        .map(line -> line.substring(name.length() + 1).strip())
        .findFirst()
        .orElse("");
  }

  // ---- SOCKS ------------------------------------------------------------------------------------

  private void socks(Socket client, DataInputStream in) throws IOException {
    in.skipNBytes(1);
    in.skipNBytes(in.readUnsignedByte());
    client.getOutputStream().write(new byte[] {SOCKS_VERSION, 0});
    in.skipNBytes(3);
    String host =
        switch (in.readByte()) {
          case 3 -> new String(in.readNBytes(in.readUnsignedByte()), ISO_8859_1);
          case 1 -> InetAddress.getByAddress(in.readNBytes(4)).getHostAddress();
          default -> InetAddress.getByAddress(in.readNBytes(16)).getHostAddress();
        };
    int port = in.readUnsignedShort();
    requests.add("SOCKS " + host + ":" + port);
    try (Socket server = upstream(port)) {
      client.getOutputStream().write(new byte[] {SOCKS_VERSION, 0, 0, 1, 0, 0, 0, 0, 0, 0});
      relay(client, in, server);
    }
  }

  // ---- both -------------------------------------------------------------------------------------

  private Socket upstream(int port) throws IOException {
    Socket server = new Socket(InetAddress.getLoopbackAddress(), port);
    open.add(server);
    return server;
  }

  private static void say(Socket to, String text) throws IOException {
    to.getOutputStream().write(text.getBytes(ISO_8859_1));
  }

  private static void relay(Socket client, InputStream fromClient, Socket server)
      throws IOException {
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                fromClient.transferTo(server.getOutputStream());
              } catch (IOException gone) {
                // The other direction says so too.
              } finally {
                end(server);
              }
            });
    server.getInputStream().transferTo(client.getOutputStream());
  }

  private static void end(Closeable connection) {
    try {
      connection.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
