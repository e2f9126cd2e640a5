package dev.berth.kube;

import com.google.common.base.Splitter;
import com.google.common.net.InetAddresses;
import java.net.IDN;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The hosts that are reached without a proxy.
 *
 * <p>Mirrors {@code golang.org/x/net/http/httpproxy} as in Go 1.26, and {@code
 * NewProxierWithNoProxyCIDR}, {@code k8s.io/apimachinery/pkg/util/net/http.go} v0.36.3. Threading:
 * immutable.
 */
final class NoProxy {
  /** Every host is reached by the proxy, this machine too. */
  static final NoProxy NOTHING = new NoProxy(List.of());

  private final List<Exclusion> exclusions;

  private NoProxy(List<Exclusion> exclusions) {
    this.exclusions = List.copyOf(exclusions);
  }

  /** A host, as somebody asks for it. */
  private record Target(String host, @Nullable InetAddress address, String port) {
    boolean hasPort(String wanted) {
      return wanted.isEmpty() || wanted.equals(port);
    }
  }

  private sealed interface Exclusion {
    boolean covers(Target target);
  }

  private record ThisMachine() implements Exclusion {
    @Override
    public boolean covers(Target target) {
      InetAddress address = target.address();
      return address == null ? target.host().equals("localhost") : address.isLoopbackAddress();
    }
  }

  private record Everything() implements Exclusion {
    @Override
    public boolean covers(Target target) {
      return true;
    }
  }

  private record Network(InetAddress address, int bits) implements Exclusion {
    @Override
    public boolean covers(Target target) {
      if (target.address() == null) {
        return false;
      }
      byte[] network = address.getAddress();
      byte[] other = target.address().getAddress();
      if (network.length != other.length) {
        return false;
      }
      for (int bit = 0; bit < bits; bit++) {
        if (((network[bit / 8] ^ other[bit / 8]) & (0x80 >> bit % 8)) != 0) {
          return false;
        }
      }
      return true;
    }
  }

  private record Machine(InetAddress address, String port) implements Exclusion {
    @Override
    public boolean covers(Target target) {
      return address.equals(target.address()) && target.hasPort(port);
    }
  }

  /**
   * Names.
   *
   * @param suffix with a dot in front
   * @param withItself the name without that dot is one of them
   */
  private record Domain(String suffix, boolean withItself, String port) implements Exclusion {
    @Override
    public boolean covers(Target target) {
      boolean isOne =
          target.host().endsWith(suffix)
              || (withItself && target.host().equals(suffix.substring(1)));
      return target.address() == null && isOne && target.hasPort(port);
    }
  }

  /** What {@code NO_PROXY} says, and this machine, whatever it says. */
  static NoProxy of(String text) {
    List<Exclusion> exclusions = new ArrayList<>(List.of(new ThisMachine()));
    for (String entry : Splitter.on(',').trimResults().omitEmptyStrings().split(text)) {
      Exclusion exclusion = exclusion(entry.toLowerCase(Locale.ROOT));
      if (exclusion != null) {
        exclusions.add(exclusion);
      }
    }
    return new NoProxy(exclusions);
  }

  /**
   * Whether it is one of the hosts.
   *
   * @param host a name, or an address without brackets
   */
  boolean covers(String host, int port) {
    Target target = new Target(host, addressOf(host), Integer.toString(port));
    return exclusions.stream().anyMatch(exclusion -> exclusion.covers(target));
  }

  /** Null when it says nothing. */
  private static @Nullable Exclusion exclusion(String entry) {
    if (entry.equals("*")) {
      return new Everything();
    }
    Network network = network(entry);
    if (network != null) {
      return network;
    }
    int colon = colonBeforePort(entry);
    String host = colon < 0 ? entry : withoutBrackets(entry.substring(0, colon));
    String port = colon < 0 ? "" : entry.substring(colon + 1);
    InetAddress address = addressOf(host);
    if (address != null) {
      return new Machine(address, port);
    }
    return host.isEmpty() ? null : domain(host.startsWith("*.") ? host.substring(1) : host, port);
  }

  private static Domain domain(String name, String port) {
    boolean withItself = !name.startsWith(".");
    return new Domain("." + ascii(withItself ? name : name.substring(1)), withItself, port);
  }

  private static String ascii(String name) {
    try {
      return name.chars().allMatch(c -> c < 0x80) ? name : IDN.toASCII(name);
    } catch (IllegalArgumentException e) {
      return name; // nobody is called like that
    }
  }

  private static @Nullable Network network(String entry) {
    int slash = entry.indexOf('/');
    String length = entry.substring(slash + 1);
    if (slash < 0 || length.isEmpty() || length.length() > 3 || !isNumber(length)) {
      return null;
    }
    String first = entry.substring(0, slash);
    boolean isLong = first.indexOf(':') >= 0;
    InetAddress address = addressOf(isLong ? first : withoutLeadingZeros(first));
    int bits = Integer.parseInt(length);
    if (address == null || bits > (isLong ? 128 : 32)) {
      return null;
    }
    boolean isMapped = isLong && address.getAddress().length == 4;
    return new Network(address, isMapped ? Math.max(0, bits - 96) : bits);
  }

  private static boolean isNumber(String text) {
    return text.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  /** For the API machinery of Kubernetes these are decimal, in networks only. */
  private static String withoutLeadingZeros(String address) {
    return address.replaceAll("(?<![0-9])0+(?=[0-9])", "");
  }

  /** Null for a name. Addresses with a zone are none for {@code NO_PROXY}. */
  private static @Nullable InetAddress addressOf(String host) {
    return host.indexOf('%') < 0 && InetAddresses.isInetAddress(host)
        ? InetAddresses.forString(host)
        : null;
  }

  /** An address of version 6 has a port only when it stands in brackets; -1 for none. */
  private static int colonBeforePort(String entry) {
    int colon = entry.lastIndexOf(':');
    return entry.startsWith("[")
        ? entry.indexOf(']') + 1 == colon ? colon : -1
        : entry.indexOf(':') == colon ? colon : -1;
  }

  private static String withoutBrackets(String host) {
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }
}
