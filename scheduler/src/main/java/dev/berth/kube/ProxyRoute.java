package dev.berth.kube;

/**
 * The way that a request takes to its server.
 *
 * <p>Threading: immutable.
 */
public sealed interface ProxyRoute {
  /** No proxy. */
  record Direct() implements ProxyRoute {}

  /**
   * A proxy that is asked for a tunnel to a server with TLS, and for the whole address of others.
   *
   * @param name where it was set, and to what, without its password
   * @param authorization what it is shown; empty for nothing
   */
  record HttpProxy(String name, String host, int port, String authorization) implements ProxyRoute {
    @Override
    public String toString() {
      return name;
    }
  }

  /** A proxy of SOCKS, version 5, that wants no user. It is given names, not addresses. */
  record SocksProxy(String name, String host, int port) implements ProxyRoute {
    @Override
    public String toString() {
      return name;
    }
  }

  /**
   * There should be a proxy, but it cannot be used.
   *
   * @param why a sentence for whom set it
   */
  record Unusable(String why) implements ProxyRoute {}
}
