package dev.berth.model;

/** The notation in which a quantity was written, and in which it is written back. */
enum QuantityFormat {
  /** {@code 12e6}. */
  DECIMAL_EXPONENT,
  /** {@code 12Mi}, powers of 1024. */
  BINARY_SI,
  /** {@code 12M}, powers of 1000. */
  DECIMAL_SI
}
