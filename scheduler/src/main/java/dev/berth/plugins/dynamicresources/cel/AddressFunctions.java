package dev.berth.plugins.dynamicresources.cel;

import static dev.berth.plugins.dynamicresources.cel.FunctionTable.IP;
import static dev.cel.common.types.SimpleType.BOOL;
import static dev.cel.common.types.SimpleType.INT;
import static dev.cel.common.types.SimpleType.STRING;

import dev.cel.common.CelOverloadDecl;

/**
 * The functions of IP addresses.
 *
 * <p>Mirrors {@code apiserver/pkg/cel/library/ip.go}, Kubernetes 1.36.3. Threading: any thread.
 */
final class AddressFunctions {
  private AddressFunctions() {}

  static void addTo(FunctionTable table) {
    Class<IpAddress> type = IpAddress.class;
    table.ofText("ip", "string_to_ip", IP, IpAddress::parse);
    table.ofText("isIP", "is_ip", BOOL, IpAddress::isAddress);
    table.ofText(
        "ip.isCanonical",
        "ip_is_canonical",
        BOOL,
        text -> IpAddress.parse(text).toString().equals(text));
    table.method("family", "ip_family", INT, IP, type, IpAddress::family);
    table.method("isUnspecified", "ip_is_unspecified", BOOL, IP, type, IpAddress::isUnspecified);
    table.method("isLoopback", "ip_is_loopback", BOOL, IP, type, IpAddress::isLoopback);
    table.method(
        "isLinkLocalMulticast",
        "ip_is_link_local_multicast",
        BOOL,
        IP,
        type,
        IpAddress::isLinkLocalMulticast);
    table.method(
        "isLinkLocalUnicast",
        "ip_is_link_local_unicast",
        BOOL,
        IP,
        type,
        IpAddress::isLinkLocalUnicast);
    table.method(
        "isGlobalUnicast", "ip_is_global_unicast", BOOL, IP, type, IpAddress::isGlobalUnicast);
    table.add(
        "string",
        CelOverloadDecl.newGlobalOverload("ip_to_string", STRING, IP),
        arguments -> arguments.getFirst().toString(),
        type);
  }
}
