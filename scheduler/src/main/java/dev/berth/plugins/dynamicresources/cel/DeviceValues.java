package dev.berth.plugins.dynamicresources.cel;

import dev.berth.model.devices.Device;
import dev.berth.model.devices.DeviceAttribute;
import java.util.AbstractMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A device as the variable of an expression.
 *
 * <p>Mirrors {@code DeviceMatches}, dynamic-resource-allocation/cel/compile.go, Kubernetes 1.36.3.
 * Threading: any thread.
 */
final class DeviceValues {
  private DeviceValues() {}

  /**
   * The variables.
   *
   * @throws SelectorException when an attribute has a value of no type that is known
   */
  static Map<String, Object> of(String driver, Device device) throws SelectorException {
    Map<String, Map<String, Object>> attributes = new HashMap<>();
    for (Map.Entry<String, DeviceAttribute> attribute : device.attributes().entrySet()) {
      String name = attribute.getKey();
      put(attributes, driver, name, value(name, attribute.getValue()));
    }
    Map<String, Map<String, Object>> capacity = new HashMap<>();
    device
        .capacity()
        .forEach(
            (name, amount) ->
                put(capacity, driver, name, new QuantityValue(amount.value(), false)));
    return Map.of(
        "device",
        Map.of(
            "driver",
            driver,
            "allowMultipleAllocations",
            device.shareable(),
            "attributes",
            new Domains(attributes),
            "capacity",
            new Domains(capacity)));
  }

  private static Object value(String name, DeviceAttribute attribute) throws SelectorException {
    return switch (attribute) {
      case DeviceAttribute.Int(long value) -> value;
      case DeviceAttribute.Bool(boolean value) -> value;
      case DeviceAttribute.Text(String value) -> value;
      case DeviceAttribute.Version(String value) -> version(name, value);
      case DeviceAttribute.Unsupported() ->
          throw new SelectorException("attribute " + name + ": unsupported attribute value");
    };
  }

  private static SemanticVersion version(String name, String text) throws SelectorException {
    try {
      return SemanticVersion.parse(text);
    } catch (SelectorException e) {
      throw new SelectorException(
          "attribute " + name + ": parse semantic version: " + e.getMessage());
    }
  }

  /** A name without a domain is in that of the driver. */
  private static void put(
      Map<String, Map<String, Object>> domains, String driver, String name, Object value) {
    int slash = name.indexOf('/');
    String domain = slash < 0 ? driver : name.substring(0, slash);
    domains
        .computeIfAbsent(domain, d -> new LinkedHashMap<>())
        .put(name.substring(slash + 1), value);
  }

  /** By domain; one that nobody uses is empty, and yet there. */
  static final class Domains extends AbstractMap<String, Map<String, Object>> {
    private final Map<String, Map<String, Object>> used;

    Domains(Map<String, Map<String, Object>> used) {
      this.used = used;
    }

    /** Whether the device uses the domain. */
    boolean isUsed(Object domain) {
      return used.containsKey(domain);
    }

    @Override
    public Map<String, Object> get(@Nullable Object domain) {
      Map<String, Object> names = domain == null ? null : used.get(domain);
      return names == null ? Map.of() : names;
    }

    @Override
    public boolean containsKey(@Nullable Object domain) {
      return true;
    }

    @Override
    public Set<Entry<String, Map<String, Object>>> entrySet() {
      return used.entrySet();
    }
  }
}
