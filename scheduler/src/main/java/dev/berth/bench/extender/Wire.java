package dev.berth.bench.extender;

/** How an extender is reached. Threading: immutable. */
public enum Wire {
  /** HTTP. */
  PLAIN,
  /** HTTPS. */
  TLS,
  /** HTTPS, and the caller shows a certificate. */
  MTLS
}
