package dev.berth.plugins.dynamicresources.cel;

import com.google.common.net.InetAddresses;
import dev.berth.model.FieldErrors;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An IP address as the type {@code net.IP} of Kubernetes' CEL has it: neither zones nor IPv4
 * addresses in IPv6 form.
 *
 * <p>Mirrors {@code apiserver/pkg/cel/library/ip.go}, Kubernetes 1.36.3, and {@code net/netip}.
 * Threading: immutable.
 */
final class IpAddress {
  private static final int V4_BYTES = 4;

  private final byte[] bytes;

  IpAddress(byte[] bytes) {
    this.bytes = bytes.clone();
  }

  /** Reads an address; fails as the function {@code ip} does. */
  static IpAddress parse(String text) {
    if (text.indexOf('%') > 0 && text.indexOf(':') >= 0) {
      throw new FunctionFailure(
          "IP address " + FieldErrors.quote(text) + " with zone value is not allowed");
    }
    if (!isWritten(text)) {
      throw new FunctionFailure(
          "IP Address "
              + FieldErrors.quote(text)
              + " parse error during conversion from string: ParseAddr("
              + FieldErrors.quote(text)
              + "): unable to parse IP");
    }
    InetAddress parsed = InetAddresses.forString(text);
    if (parsed instanceof Inet4Address && text.indexOf(':') >= 0) {
      throw new FunctionFailure(
          "IPv4-mapped IPv6 address " + FieldErrors.quote(text) + " is not allowed");
    }
    return new IpAddress(parsed.getAddress());
  }

  /** Go takes no leading zeroes in IPv4. */
  private static boolean isWritten(String text) {
    return InetAddresses.isInetAddress(text)
        && text.indexOf('%') < 0
        && !text.matches("(.*[:.])?0[0-9]+\\..*|.*\\.0[0-9]+");
  }

  static boolean isAddress(String text) {
    try {
      parse(text);
      return true;
    } catch (FunctionFailure notOne) {
      return false;
    }
  }

  byte[] bytes() {
    return bytes.clone();
  }

  int bits() {
    return bytes.length * Byte.SIZE;
  }

  long family() {
    return bytes.length == V4_BYTES ? 4 : 6;
  }

  private InetAddress address() {
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException impossible) {
      throw new IllegalStateException(impossible); // the length is one of the two
    }
  }

  boolean isUnspecified() {
    return address().isAnyLocalAddress();
  }

  boolean isLoopback() {
    return address().isLoopbackAddress();
  }

  boolean isLinkLocalMulticast() {
    return bytes.length == V4_BYTES
        ? bytes[0] == (byte) 224 && bytes[1] == 0 && bytes[2] == 0
        : bytes[0] == (byte) 0xff && (bytes[1] & 0x0f) == 2;
  }

  boolean isLinkLocalUnicast() {
    return address().isLinkLocalAddress();
  }

  boolean isGlobalUnicast() {
    boolean broadcast =
        bytes.length == V4_BYTES && Arrays.equals(bytes, new byte[] {-1, -1, -1, -1});
    return !broadcast
        && !isUnspecified()
        && !isLoopback()
        && !address().isMulticastAddress()
        && !isLinkLocalUnicast();
  }

  @Override
  public boolean equals(@Nullable Object o) {
    return o instanceof IpAddress other && Arrays.equals(bytes, other.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** The one form that RFC 5952 recommends. */
  @Override
  public String toString() {
    return InetAddresses.toAddrString(address());
  }
}
