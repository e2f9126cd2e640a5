package dev.berth.plugins.dynamicresources.cel;

import static dev.berth.plugins.dynamicresources.cel.FunctionTable.CIDR;
import static dev.berth.plugins.dynamicresources.cel.FunctionTable.FORMAT;
import static dev.berth.plugins.dynamicresources.cel.FunctionTable.IP;
import static dev.berth.plugins.dynamicresources.cel.FunctionTable.QUANTITY;
import static dev.berth.plugins.dynamicresources.cel.FunctionTable.SEMVER;
import static dev.berth.plugins.dynamicresources.cel.FunctionTable.URL;
import static dev.cel.common.types.SimpleType.BOOL;
import static dev.cel.common.types.SimpleType.DOUBLE;
import static dev.cel.common.types.SimpleType.DYN;
import static dev.cel.common.types.SimpleType.INT;
import static dev.cel.common.types.SimpleType.STRING;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.berth.model.Quantity;
import dev.berth.model.QuantityFormatException;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.OptionalType;
import dev.cel.common.types.TypeParamType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The functions that Kubernetes adds to the language, except those of lists.
 *
 * <p>Mirrors {@code apiserver/pkg/cel/library}, Kubernetes 1.36.3: quantity.go, semverlib.go,
 * regex.go, ip.go, cidr.go, urls.go, format.go. Threading: any thread.
 */
final class KubernetesFunctions {
  private KubernetesFunctions() {}

  static void addTo(FunctionTable table) {
    quantities(table);
    versions(table);
    regexes(table);
    addresses(table);
    networks(table);
    urls(table);
    formats(table);
    devices(table);
  }

  // ---- devices ------------------------------------------------------------------------------

  private static void devices(FunctionTable table) {
    table.replace("@in", "in_map", Object.class, Map.class, (key, map) -> Membership.of(key, map));
    table.replace(
        "@in", "in_list", Object.class, List.class, (value, list) -> Membership.of(value, list));
    table.method(
        "includes",
        "dra_includes_dyn_dyn",
        BOOL,
        DYN,
        Object.class,
        DYN,
        Object.class,
        (target, value) ->
            target instanceof List<?> list ? list.contains(value) : target.equals(value));
    TypeParamType element = TypeParamType.create("V");
    table.add(
        "unwrapOpt",
        CelOverloadDecl.newMemberOverload(
            "optional_unwrapOpt",
            ListType.create(element),
            ListType.create(OptionalType.create(element))),
        arguments ->
            ((List<?>) arguments.getFirst())
                .stream().flatMap(optional -> ((Optional<?>) optional).stream()).toList(),
        List.class);
  }

  // ---- quantities ---------------------------------------------------------------------------

  private static void quantities(FunctionTable table) {
    Class<QuantityValue> type = QuantityValue.class;
    table.ofText("quantity", "string_to_quantity", QUANTITY, KubernetesFunctions::quantity);
    table.ofText("isQuantity", "is_quantity_string", BOOL, KubernetesFunctions::isQuantity);
    table.add(
        "sign",
        CelOverloadDecl.newGlobalOverload("quantity_sign", INT, QUANTITY),
        arguments -> (long) ((QuantityValue) arguments.getFirst()).amount().sign(),
        type);
    table.method(
        "isGreaterThan",
        "quantity_is_greater_than",
        BOOL,
        QUANTITY,
        type,
        QUANTITY,
        type,
        (a, b) -> a.amount().compareTo(b.amount()) > 0);
    table.method(
        "isLessThan",
        "quantity_is_less_than",
        BOOL,
        QUANTITY,
        type,
        QUANTITY,
        type,
        (a, b) -> a.amount().compareTo(b.amount()) < 0);
    table.method(
        "compareTo",
        "quantity_compare_to",
        INT,
        QUANTITY,
        type,
        QUANTITY,
        type,
        (a, b) -> (long) a.amount().compareTo(b.amount()));
    table.method(
        "asApproximateFloat",
        "quantity_get_float",
        DOUBLE,
        QUANTITY,
        type,
        a -> a.amount().approximateValue());
    table.method("asInteger", "quantity_get_int", INT, QUANTITY, type, KubernetesFunctions::whole);
    table.method(
        "isInteger",
        "quantity_is_integer",
        BOOL,
        QUANTITY,
        type,
        a -> a.amount().exactValue() != null);
    table.method(
        "add",
        "quantity_add",
        QUANTITY,
        QUANTITY,
        type,
        QUANTITY,
        type,
        (a, b) -> new QuantityValue(a.amount().plus(b.amount()), true));
    table.method(
        "add",
        "quantity_add_int",
        QUANTITY,
        QUANTITY,
        type,
        INT,
        Long.class,
        (a, b) -> new QuantityValue(a.amount().plus(Quantity.ofWhole(b)), true));
    table.method(
        "sub",
        "quantity_sub",
        QUANTITY,
        QUANTITY,
        type,
        QUANTITY,
        type,
        (a, b) -> new QuantityValue(a.amount().minus(b.amount()), true));
    table.method(
        "sub",
        "quantity_sub_int",
        QUANTITY,
        QUANTITY,
        type,
        INT,
        Long.class,
        (a, b) -> new QuantityValue(a.amount().minus(Quantity.ofWhole(b)), true));
  }

  private static Object quantity(String text) {
    try {
      return new QuantityValue(Quantity.parse(text), false);
    } catch (QuantityFormatException e) {
      throw new FunctionFailure(
          "quantities must match the regular expression"
              + " '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'");
    }
  }

  private static Object isQuantity(String text) {
    try {
      return Quantity.parse(text) != null;
    } catch (QuantityFormatException e) {
      return false;
    }
  }

  private static Object whole(QuantityValue quantity) {
    Long value = quantity.amount().exactValue();
    if (value == null) {
      throw new FunctionFailure("cannot convert value to integer");
    }
    return value;
  }

  // ---- versions -----------------------------------------------------------------------------

  private static void versions(FunctionTable table) {
    Class<SemanticVersion> type = SemanticVersion.class;
    table.ofText("semver", "string_to_semver", SEMVER, text -> version(text, false));
    table.ofText("semver", "string_bool_to_semver", SEMVER, KubernetesFunctions::version);
    table.ofText("isSemver", "is_semver_string", BOOL, text -> isVersion(text, false));
    table.ofText("isSemver", "is_semver_string_bool", BOOL, KubernetesFunctions::isVersion);
    table.method(
        "isGreaterThan",
        "semver_is_greater_than",
        BOOL,
        SEMVER,
        type,
        SEMVER,
        type,
        (a, b) -> a.compareTo(b) > 0);
    table.method(
        "isLessThan",
        "semver_is_less_than",
        BOOL,
        SEMVER,
        type,
        SEMVER,
        type,
        (a, b) -> a.compareTo(b) < 0);
    table.method(
        "compareTo",
        "semver_compare_to",
        INT,
        SEMVER,
        type,
        SEMVER,
        type,
        (a, b) -> (long) a.compareTo(b));
    table.method("major", "semver_major", INT, SEMVER, type, SemanticVersion::major);
    table.method("minor", "semver_minor", INT, SEMVER, type, SemanticVersion::minor);
    table.method("patch", "semver_patch", INT, SEMVER, type, SemanticVersion::patch);
  }

  private static Object version(String text, boolean leniently) {
    try {
      return leniently ? SemanticVersion.parseLeniently(text) : SemanticVersion.parse(text);
    } catch (SelectorException e) {
      throw new FunctionFailure(String.valueOf(e.getMessage()));
    }
  }

  private static Object isVersion(String text, boolean leniently) {
    try {
      return version(text, leniently) != null;
    } catch (FunctionFailure e) {
      return false;
    }
  }

  // ---- regular expressions ------------------------------------------------------------------

  private static void regexes(FunctionTable table) {
    table.method(
        "find",
        "string_find_string",
        STRING,
        STRING,
        String.class,
        STRING,
        String.class,
        (text, regex) -> {
          Matcher matcher = regex(regex).matcher(text);
          return matcher.find() ? matcher.group() : "";
        });
    table.method(
        "findAll",
        "string_find_all_string",
        ListType.create(STRING),
        STRING,
        String.class,
        STRING,
        String.class,
        (text, regex) -> findAll(text, regex, -1));
    table.add(
        "findAll",
        CelOverloadDecl.newMemberOverload(
            "string_find_all_string_int", ListType.create(STRING), STRING, STRING, INT),
        arguments ->
            findAll((String) arguments.get(0), (String) arguments.get(1), (Long) arguments.get(2)),
        String.class,
        String.class,
        Long.class);
  }

  private static Pattern regex(String regex) {
    try {
      return Pattern.compile(regex);
    } catch (PatternSyntaxException e) {
      throw new FunctionFailure("Illegal regex: " + e.getMessage());
    }
  }

  private static List<String> findAll(String text, String regex, long most) {
    List<String> found = new ArrayList<>();
    Matcher matcher = regex(regex).matcher(text);
    while ((most < 0 || found.size() < most) && matcher.find()) {
      found.add(matcher.group());
    }
    return found;
  }

  // ---- addresses ----------------------------------------------------------------------------

  private static void addresses(FunctionTable table) {
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

  private static void networks(FunctionTable table) {
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

  // ---- URLs and formats ---------------------------------------------------------------------

  private static void urls(FunctionTable table) {
    Class<WebAddress> type = WebAddress.class;
    table.ofText("url", "string_to_url", URL, WebAddress::parse);
    table.ofText("isURL", "is_url_string", BOOL, WebAddress::isUrl);
    table.method("getScheme", "url_get_scheme", STRING, URL, type, WebAddress::scheme);
    table.method("getHost", "url_get_host", STRING, URL, type, WebAddress::host);
    table.method("getHostname", "url_get_hostname", STRING, URL, type, WebAddress::hostname);
    table.method("getPort", "url_get_port", STRING, URL, type, WebAddress::port);
    table.method(
        "getEscapedPath", "url_get_escaped_path", STRING, URL, type, WebAddress::escapedPath);
    table.method(
        "getQuery",
        "url_get_query",
        MapType.create(STRING, ListType.create(STRING)),
        URL,
        type,
        WebAddress::parameters);
  }

  private static void formats(FunctionTable table) {
    NamedFormat.ALL.forEach(
        (name, format) ->
            table.add(
                "format." + name,
                CelOverloadDecl.newGlobalOverload("format." + name, FORMAT),
                arguments -> format));
    table.ofText(
        "format.named",
        "format-named",
        OptionalType.create(FORMAT),
        name -> Optional.ofNullable(NamedFormat.ALL.get(name)));
    table.method(
        "validate",
        "format-validate",
        OptionalType.create(ListType.create(STRING)),
        FORMAT,
        NamedFormat.class,
        STRING,
        String.class,
        (format, text) -> {
          List<String> problems = format.problems().apply(text);
          return problems.isEmpty() ? Optional.empty() : Optional.of(problems);
        });
  }
}
