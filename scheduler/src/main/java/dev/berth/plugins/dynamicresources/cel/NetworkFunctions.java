package dev.berth.plugins.dynamicresources.cel;

import static dev.berth.plugins.dynamicresources.cel.FunctionTable.CIDR;
import static dev.berth.plugins.dynamicresources.cel.FunctionTable.IP;
import static dev.cel.common.types.SimpleType.BOOL;
import static dev.cel.common.types.SimpleType.INT;
import static dev.cel.common.types.SimpleType.STRING;

import dev.cel.common.CelOverloadDecl;

/**
 * The functions of networks in CIDR notation.
 *
 * <p>Mirrors {@code apiserver/pkg/cel/library/cidr.go}, Kubernetes 1.36.3. Threading: any thread.
 */
final class NetworkFunctions {
  private NetworkFunctions() {}

  static void addTo(FunctionTable table) {
    Class<Cidr> type = Cidr.class;
    table.ofText("cidr", "string_to_cidr", CIDR, Cidr::parse);
    table.ofText("isCIDR", "is_cidr", BOOL, Cidr::isCidr);
    table.method(
        "containsIP",
        "cidr_contains_ip_string",
        BOOL,
        CIDR,
        type,
        STRING,
        String.class,
        (network, text) -> network.contains(IpAddress.parse(text)));
    table.method(
        "containsIP",
        "cidr_contains_ip",
        BOOL,
        CIDR,
        type,
        IP,
        IpAddress.class,
        (network, address) -> network.contains(address));
    table.method(
        "containsCIDR",
        "cidr_contains_cidr_string",
        BOOL,
        CIDR,
        type,
        STRING,
        String.class,
        (network, text) -> network.contains(Cidr.parse(text)));
    table.method(
        "containsCIDR",
        "cidr_contains_cidr",
        BOOL,
        CIDR,
        type,
        CIDR,
        type,
        (network, other) -> network.contains(other));
    table.method("ip", "cidr_ip", IP, CIDR, type, Cidr::address);
    table.method(
        "prefixLength",
        "cidr_prefix_length",
        INT,
        CIDR,
        type,
        network -> (long) network.prefixLength());
    table.method("masked", "cidr_masked", CIDR, CIDR, type, Cidr::masked);
    table.add(
        "string",
        CelOverloadDecl.newGlobalOverload("cidr_to_string", STRING, CIDR),
        arguments -> arguments.getFirst().toString(),
        type);
  }
}
