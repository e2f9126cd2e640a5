package dev.berth.it;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A way to an API server on loopback that a test can break: passes bytes on as they are, TLS
 * included, so that a client keeps its own identity.
 *
 * <p>Threading: any thread.
 */
final class ConnectionRelay implements AutoCloseable {

  private final ServerSocket door;
  private final URI upstream;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  private ConnectionRelay(ServerSocket door, URI upstream) {
    this.door = door;
    this.upstream = upstream;
  }

  static ConnectionRelay to(URI upstream) {
    try {
      ServerSocket door = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
      ConnectionRelay relay = new ConnectionRelay(door, upstream);
      Thread.ofVirtual().name("relay").start(relay::accept);
      return relay;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As {@code upstream}, by another port. */
  URI url() {
    return URI.create("https://" + upstream.getHost() + ":" + door.getLocalPort());
  }

  /** Ends all connections there are; new ones work. */
  void cut() {
    open.forEach(ConnectionRelay::end);
  }

  private void accept() {
    while (!door.isClosed()) {
      try {
        connect(door.accept());
      } catch (IOException closedOrUnreachable) {
        // The client sees its connection end, or the test is over.
      }
    }
  }

  private void connect(Socket client) throws IOException {
    try {
      Socket server = new Socket(upstream.getHost(), upstream.getPort());
      open.add(client);
      open.add(server);
      Thread.ofVirtual().start(() -> copy(client, server));
      Thread.ofVirtual().start(() -> copy(server, client));
    } catch (IOException e) {
      end(client);
      throw e;
    }
  }

  private void copy(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException cut) {
      // Then the other direction ends as well.
    } finally {
      end(from);
      end(to);
      open.remove(from);
      open.remove(to);
    }
  }

  private static void end(Closeable socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    end(door);
    cut();
  }
}
