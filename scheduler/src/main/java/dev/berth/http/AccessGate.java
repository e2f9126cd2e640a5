package dev.berth.http;

import java.util.Set;

/**
 * Decides who gets in at a listener.
 *
 * <p>Threading: any thread.
 */
public abstract sealed class AccessGate permits OpenGate, CertifiedGate, GuardedGate {

  /** The paths that probes use; what is below them is not open. */
  public static final Set<String> HEALTH_PATHS = Set.of("/healthz", "/livez", "/readyz");

  AccessGate() {}

  /** Lets everybody in: for the loopback address. */
  public static AccessGate openToAll() {
    return new OpenGate();
  }

  /**
   * Lets in whoever has a certificate of the listener's client authorities, and everybody at the
   * {@link #HEALTH_PATHS}.
   */
  public static AccessGate certified() {
    return new CertifiedGate();
  }

  /**
   * Lets everybody in on the open paths (a star at the end stands for anything), and elsewhere
   * nobody who is not known and allowed.
   *
   * <p>A verified client certificate says who the caller is (common name and organisations, as user
   * and groups), otherwise a bearer token does. Whoever that is needs permission for the path and
   * the method; the group {@code system:masters} needs none. There is no anonymous user.
   */
  public static AccessGate guarded(Set<String> openPaths, AccessCheck check) {
    return new GuardedGate(openPaths, check);
  }

  /** The answer to one caller. */
  abstract Verdict judge(String method, String path, Credentials credentials)
      throws InterruptedException;
}
