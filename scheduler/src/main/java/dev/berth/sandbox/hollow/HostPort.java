package dev.berth.sandbox.hollow;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A port of the machine that a container takes for itself.
 *
 * <p>Threading: immutable.
 */
record HostPort(String address, String protocol, int number) {
  private static final String EVERY_ADDRESS = "0.0.0.0";

  static HostPort of(JsonNode port) {
    return new HostPort(
        orElse(port.path("hostIP").asText(), EVERY_ADDRESS),
        orElse(port.path("protocol").asText(), "TCP"),
        port.path("hostPort").asInt());
  }

  /** Two ports clash on one address, or when one of them takes every address. */
  boolean clashesWith(HostPort other) {
    return number == other.number
        && protocol.equals(other.protocol)
        && (address.equals(other.address)
            || address.equals(EVERY_ADDRESS)
            || other.address.equals(EVERY_ADDRESS));
  }

  private static String orElse(String text, String otherwise) {
    return text.isEmpty() ? otherwise : text;
  }

  @Override
  public String toString() {
    return address + ":" + number + "/" + protocol;
  }
}
