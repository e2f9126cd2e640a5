package dev.berth.plugins.dynamicresources.cel;

import dev.berth.model.FieldErrors;

/**
 * A network address as the type {@code net.CIDR} of Kubernetes' CEL has it.
 *
 * <p>Mirrors {@code apiserver/pkg/cel/library/cidr.go}, Kubernetes 1.36.3, and {@code net/netip}.
 * Threading: immutable.
 */
record Cidr(IpAddress address, int prefixLength) {
  private static final String PROBLEM =
      "network address parse error during conversion from string: ";

  /** Reads a network address; fails as the function {@code cidr} does. */
  static Cidr parse(String text) {
    int slash = text.lastIndexOf('/');
    if (slash < 0) {
      throw failure(text, "no '/'");
    }
    String bits = text.substring(slash + 1);
    IpAddress address;
    try {
      address = IpAddress.parse(text.substring(0, slash));
    } catch (FunctionFailure notOne) {
      throw failure(text, "unable to parse IP");
    }
    if (!bits.matches("0|[1-9][0-9]{0,2}")) {
      throw failure(text, "bad bits after slash: " + FieldErrors.quote(bits));
    }
    int length = Integer.parseInt(bits);
    if (length > address.bits()) {
      throw failure(text, "prefix length out of range");
    }
    return new Cidr(address, length);
  }

  private static FunctionFailure failure(String text, String why) {
    return new FunctionFailure(
        PROBLEM + PROBLEM + "netip.ParsePrefix(" + FieldErrors.quote(text) + "): " + why);
  }

  static boolean isCidr(String text) {
    try {
      parse(text);
      return true;
    } catch (FunctionFailure notOne) {
      return false;
    }
  }

  /** The network with nothing after its prefix. */
  Cidr masked() {
    byte[] bytes = address.bytes();
    for (int bit = prefixLength; bit < address.bits(); bit++) {
      bytes[bit / Byte.SIZE] &= (byte) ~(0x80 >>> (bit % Byte.SIZE));
    }
    return new Cidr(new IpAddress(bytes), prefixLength);
  }

  boolean contains(IpAddress other) {
    return other.bits() == address.bits()
        && new Cidr(other, prefixLength).masked().address().equals(masked().address());
  }

  boolean contains(Cidr other) {
    return prefixLength <= other.prefixLength && contains(other.address());
  }

  @Override
  public String toString() {
    return address + "/" + prefixLength;
  }
}
