package dev.berth.kube;

import java.nio.file.Path;

/**
 * How a server that is not the API server proves who it is, before it is shown our credentials.
 *
 * <p>Threading: immutable.
 */
public sealed interface ServerTrust {

  /** By a certificate of an authority in that PEM file, for the name that it is reached by. */
  record Authority(Path pem) implements ServerTrust {}

  /** By a certificate of an authority that this Java trusts. */
  record JavaAuthorities() implements ServerTrust {}

  /** Not at all: only where nobody else can answer, or when the user asks for it. */
  record Unverified() implements ServerTrust {}
}
