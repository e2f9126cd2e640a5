package dev.berth.kube;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Makes sockets that ask the system for all that has come, not for what is wanted now: the JDK's
 * TLS reads the five bytes of a record's head first, which doubles the system calls of a watch.
 *
 * <p>Threading: any thread.
 */
final class ReadAheadSockets extends SocketFactory {
  /** What a TLS record can hold, about. */
  private static final int BUFFER_BYTES = 16 * 1024;

  private static final class ReadAheadSocket extends Socket {
    private @Nullable InputStream buffered; // guarded by this

    @Override
    public synchronized InputStream getInputStream() throws IOException {
      InputStream stream = buffered;
      if (stream == null) {
        stream = new BufferedInputStream(super.getInputStream(), BUFFER_BYTES);
        buffered = stream;
      }
      return stream;
    }
  }

  @Override
  public Socket createSocket() {
    return new ReadAheadSocket();
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return connected(new InetSocketAddress(host, port), null);
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress local, int localPort)
      throws IOException {
    return connected(new InetSocketAddress(host, port), new InetSocketAddress(local, localPort));
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    return connected(new InetSocketAddress(host, port), null);
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
      throws IOException {
    return connected(new InetSocketAddress(host, port), new InetSocketAddress(local, localPort));
  }

  private static Socket connected(SocketAddress there, @Nullable SocketAddress here)
      throws IOException {
    Socket socket = new ReadAheadSocket();
    try {
      socket.bind(here);
      socket.connect(there);
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }
}
