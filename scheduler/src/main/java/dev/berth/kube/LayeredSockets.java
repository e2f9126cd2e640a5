package dev.berth.kube;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.function.Supplier;
import javax.net.ssl.SSLSocketFactory;

/**
 * Makes TLS sockets over connected ones, each with the certificates of that moment, that can ask
 * for a server of another name than the host that they connect to.
 *
 * <p>Threading: any thread.
 */
final class LayeredSockets extends SSLSocketFactory {
  private final Supplier<SSLSocketFactory> sockets;
  private final String serverName;

  /**
   * Over others.
   *
   * @param sockets asked before each connection
   * @param serverName empty for the host
   */
  LayeredSockets(Supplier<SSLSocketFactory> sockets, String serverName) {
    this.sockets = sockets;
    this.serverName = serverName;
  }

  @Override
  public Socket createSocket(Socket below, String host, int port, boolean autoClose)
      throws IOException {
    String name = serverName.isEmpty() ? host : serverName;
    return sockets.get().createSocket(below, name, port, autoClose);
  }

  @Override
  public String[] getDefaultCipherSuites() {
    return sockets.get().getDefaultCipherSuites();
  }

  @Override
  public String[] getSupportedCipherSuites() {
    return sockets.get().getSupportedCipherSuites();
  }

  // OkHttp connects first and lays TLS over it; the ways below cannot be told apart from that.

  @Override
  public Socket createSocket(String host, int port) {
    throw unused();
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress from, int fromPort) {
    throw unused();
  }

  @Override
  public Socket createSocket(InetAddress host, int port) {
    throw unused();
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort) {
    throw unused();
  }

  private static UnsupportedOperationException unused() {
    return new UnsupportedOperationException("only sockets over connected ones are made here");
  }
}
