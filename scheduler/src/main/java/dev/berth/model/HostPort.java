package dev.berth.model;

/**
 * A port of a node that a container takes for itself. {@code 0.0.0.0} takes the port of every
 * address; {@code ::} is an address like any other.
 *
 * <p>Mirrors {@code HostPortInfo}, kube-scheduler/framework/types.go, Kubernetes 1.36.3.
 *
 * <p>Threading: immutable.
 */
public record HostPort(String ip, String protocol, int port) {
  private static final String ANY_ADDRESS = "0.0.0.0";

  /** A port as it was written: no address means all, no protocol means TCP. */
  public static HostPort of(String ip, String protocol, int port) {
    return new HostPort(
        ip.isEmpty() ? ANY_ADDRESS : ip, protocol.isEmpty() ? "TCP" : protocol, port);
  }

  /** Whether the two cannot be on one node. A port that is not positive conflicts with none. */
  public boolean conflictsWith(HostPort other) {
    return port > 0
        && port == other.port
        && protocol.equals(other.protocol)
        && (ip.equals(other.ip) || ip.equals(ANY_ADDRESS) || other.ip.equals(ANY_ADDRESS));
  }
}
