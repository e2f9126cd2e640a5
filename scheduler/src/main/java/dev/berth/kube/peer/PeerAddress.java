package dev.berth.kube.peer;

import dev.berth.kube.ServerTrust;
import dev.berth.model.PodKey;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where a Berth listens, seen from here, and how it proves that it is one.
 *
 * <p>A listener without a certificate of its own makes one that nobody can verify, and the caller's
 * bearer token must not reach anybody else. So:
 *
 * <ul>
 *   <li>Through a port-forward nothing is verified: the API server, whose certificate was verified,
 *       and the kubelet lead to that pod and to no other.
 *   <li>On loopback nothing is verified: who can answer there runs on the user's own machine, or is
 *       at the other end of the user's own {@code kubectl port-forward}.
 *   <li>At every other address the certificate is verified, unless the user says not to.
 * </ul>
 *
 * <p>Threading: immutable.
 */
public sealed interface PeerAddress {

  /** Where it listens unless it is told otherwise. */
  int PORT = 10259;

  /** The same port here: a Berth on this machine, or the user's own port-forward. */
  PeerAddress LOOPBACK = new Direct("https://127.0.0.1:" + PORT, new ServerTrust.Unverified());

  /** For people. */
  String text();

  /** Straight to it. */
  record Direct(String address, ServerTrust trust) implements PeerAddress {
    @Override
    public String text() {
      return address;
    }
  }

  /** Through the API server to a pod. */
  record ThroughApiServer(PodKey pod) implements PeerAddress {
    @Override
    public String text() {
      return "pod " + pod + " through a port-forward";
    }
  }

  /**
   * An address that the user gives.
   *
   * @param authority a PEM file, or null
   * @param skipVerification the user says not to verify
   * @throws IllegalArgumentException when it is no address, or would send a token in the clear
   */
  static PeerAddress of(String address, @Nullable Path authority, boolean skipVerification) {
    URI uri = uri(address);
    boolean loopback = isLoopback(uri.getHost());
    if (uri.getScheme().equals("http") && !loopback && !skipVerification) {
      throw new IllegalArgumentException(
          "address is "
              + address
              + ", and credentials are not sent over plain http to another machine. Maybe https?");
    }
    String root = address.endsWith("/") ? address.substring(0, address.length() - 1) : address;
    if (authority != null) {
      return new Direct(root, new ServerTrust.Authority(authority));
    }
    return new Direct(
        root,
        loopback || skipVerification
            ? new ServerTrust.Unverified()
            : new ServerTrust.JavaAuthorities());
  }

  private static URI uri(String address) {
    try {
      URI uri = URI.create(address);
      String scheme = uri.getScheme();
      if (uri.getHost() != null && ("https".equals(scheme) || "http".equals(scheme))) {
        return uri;
      }
    } catch (IllegalArgumentException noUri) {
      // said below
    }
    throw new IllegalArgumentException(
        "address is " + address + ". Maybe https://127.0.0.1:" + PORT + "?");
  }

  /** A literal address of loopback, or localhost; no name is looked up. */
  private static boolean isLoopback(String host) {
    String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    if (bare.equals("localhost")) {
      return true;
    }
    try {
      boolean literal = bare.contains(":") || bare.matches("[0-9.]+");
      return literal && InetAddress.getByName(bare).isLoopbackAddress();
    } catch (UnknownHostException notLiteral) {
      return false;
    }
  }
}
