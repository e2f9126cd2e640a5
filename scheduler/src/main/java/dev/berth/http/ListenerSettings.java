package dev.berth.http;

/**
 * Where a listener listens, and how.
 *
 * <p>Threading: immutable.
 *
 * @param address an address of this machine, {@code 0.0.0.0} or {@code ::} for all
 * @param port 0 for one that is free
 */
public record ListenerSettings(String address, int port, Transport transport, Limits limits) {
  public ListenerSettings {
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException("port is " + port + ". Maybe 10259, or 0 for a free one.");
    }
  }
}
