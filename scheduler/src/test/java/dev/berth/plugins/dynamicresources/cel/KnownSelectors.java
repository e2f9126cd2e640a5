package dev.berth.plugins.dynamicresources.cel;

import dev.berth.model.Quantity;
import dev.berth.model.devices.Device;
import dev.berth.model.devices.DeviceAttribute;
import dev.berth.model.devices.DeviceCapacity;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The few expressions that tests of the allocator use, without the CEL library. Each evaluation is
 * counted.
 */
public final class KnownSelectors implements DeviceSelectors {
  /** What an expression says of a device. */
  private interface Meaning {
    boolean matches(String driver, Device device) throws SelectorException;
  }

  private static final String A = "a.example.com";
  private static final Set<String> AFTER_1_0_0 = Set.of("1.1.0", "2.0.0-rc.1");

  private final Map<String, Meaning> meanings = new HashMap<>();
  private int evaluations;

  public KnownSelectors() {
    meanings.put("device.driver == \"a.example.com\"", (driver, device) -> driver.equals(A));
    meanings.put(
        "device.driver == \"b.example.com\"", (driver, device) -> driver.equals("b.example.com"));
    meanings.put(
        "\"model\" in device.attributes[\"a.example.com\"] &&"
            + " device.attributes[\"a.example.com\"].model == \"x\"",
        (driver, device) -> "x".equals(model(driver, device, A)));
    meanings.put(
        "device.attributes[device.driver].?model.orValue(\"x\") != \"y\"",
        (driver, device) -> !"y".equals(model(driver, device, driver)));
    meanings.put(
        "device.attributes[device.driver].?model.orValue(\"\") == \"x\"",
        (driver, device) -> "x".equals(model(driver, device, driver)));
    meanings.put(
        "\"memory\" in device.capacity[device.driver] &&"
            + " device.capacity[device.driver].memory.compareTo(quantity(\"8Gi\")) >= 0",
        (driver, device) -> {
          DeviceCapacity memory = device.capacity().get("memory");
          return memory != null && memory.value().compareTo(Quantity.parse("8Gi")) >= 0;
        });
    meanings.put(
        "has(device.attributes[device.driver].numa) && device.attributes[device.driver].numa < 2",
        (driver, device) ->
            find(driver, device, driver, "numa") instanceof DeviceAttribute.Int(long numa)
                && numa < 2);
    meanings.put(
        "!has(device.attributes[device.driver].flag) || device.attributes[device.driver].flag",
        (driver, device) ->
            !(find(driver, device, driver, "flag") instanceof DeviceAttribute.Bool(boolean flag))
                || flag);
    meanings.put("device.allowMultipleAllocations", (driver, device) -> device.shareable());
    meanings.put("!device.allowMultipleAllocations", (driver, device) -> !device.shareable());
    meanings.put(
        "has(device.attributes[device.driver].ver) &&"
            + " device.attributes[device.driver].ver.isGreaterThan(semver(\"1.0.0\"))",
        (driver, device) ->
            find(driver, device, driver, "ver") instanceof DeviceAttribute.Version(String version)
                && AFTER_1_0_0.contains(version));
    meanings.put(
        "device.attributes[\"a.example.com\"].model == \"x\"",
        (driver, device) -> {
          String model = model(driver, device, A);
          if (model == null) {
            throw new SelectorException("no such key: model");
          }
          return model.equals("x");
        });
    meanings.put(
        "device.attributes[\"a.example.com\"].numa > 0",
        (driver, device) -> {
          if (!(find(driver, device, A, "numa") instanceof DeviceAttribute.Int(long numa))) {
            throw new SelectorException("no such key: numa");
          }
          return numa > 0;
        });
  }

  private static @Nullable String model(String driver, Device device, String domain) {
    return find(driver, device, domain, "model") instanceof DeviceAttribute.Text(String model)
        ? model
        : null;
  }

  private static @Nullable DeviceAttribute find(
      String driver, Device device, String domain, String name) {
    DeviceAttribute qualified = device.attributes().get(domain + "/" + name);
    return qualified == null && domain.equals(driver) ? device.attributes().get(name) : qualified;
  }

  /** How often a device was judged. */
  public int evaluations() {
    return evaluations;
  }

  @Override
  public CompiledSelector compile(String expression) {
    Meaning meaning = meanings.get(expression);
    return new CompiledSelector() {
      @Override
      public @Nullable String compileError() {
        return meaning == null ? "unknown expression " + expression : null;
      }

      @Override
      public boolean matches(String driver, Device device) throws SelectorException {
        evaluations++;
        if (meaning == null) {
          throw new SelectorException("unknown expression " + expression);
        }
        return meaning.matches(driver, device);
      }
    };
  }
}
