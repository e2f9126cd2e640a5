package dev.berth.http;

/** Lets everybody in. Threading: immutable. */
final class OpenGate extends AccessGate {
  @Override
  Verdict judge(String method, String path, Credentials credentials) {
    return new Verdict.Admitted(null);
  }
}
