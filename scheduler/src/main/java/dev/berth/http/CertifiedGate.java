package dev.berth.http;

/**
 * Lets in who has shown a certificate that the client authorities of the listener have signed; the
 * health paths are open, because a kubelet has none to show.
 *
 * <p>Threading: immutable.
 */
final class CertifiedGate extends AccessGate {
  @Override
  Verdict judge(String method, String path, Credentials credentials) {
    return credentials.certificate() == null && !HEALTH_PATHS.contains(path)
        ? new Verdict.Refused(
            Reply.text(401, "a client certificate is needed here, and none was shown\n"))
        : new Verdict.Admitted(null);
  }
}
