package dev.berth.config;

import java.time.Duration;

/**
 * Arguments of DynamicResources.
 *
 * <p>Threading: immutable.
 *
 * @param filterTimeout for the search on one node; zero means no limit
 * @param bindingTimeout for devices to become ready; at least a second
 */
public record DynamicResourcesArgs(Duration filterTimeout, Duration bindingTimeout)
    implements PluginArgs {
  private static final Duration LEAST_BINDING_TIMEOUT = Duration.ofSeconds(1);

  static DynamicResourcesArgs read(Fields fields) {
    Duration filterTimeout = fields.duration("filterTimeout", Duration.ofSeconds(10));
    if (filterTimeout.isNegative()) {
      fields.invalid(
          "filterTimeout", fields.text("filterTimeout", ""), "allowed is 0s (no limit) or more");
    }
    Duration bindingTimeout = fields.duration("bindingTimeout", Duration.ofMinutes(10));
    if (bindingTimeout.compareTo(LEAST_BINDING_TIMEOUT) < 0) {
      fields.invalid("bindingTimeout", fields.text("bindingTimeout", ""), "allowed is 1s or more");
    }
    return new DynamicResourcesArgs(filterTimeout, bindingTimeout);
  }
}
