package dev.berth.plugins.dynamicresources.cel;

import dev.berth.model.devices.Device;
import org.jspecify.annotations.Nullable;

/**
 * A selector's expression, compiled.
 *
 * <p>Threading: any thread.
 */
public interface CompiledSelector {
  /** Why the expression cannot be used; null when it can. */
  @Nullable String compileError();

  /**
   * Whether the device is one of those that are wanted.
   *
   * @param driver of the device, and the domain of names that have none
   * @throws SelectorException when the expression cannot be evaluated for this device, costs too
   *     much, or {@link #compileError} is not null
   */
  boolean matches(String driver, Device device) throws SelectorException;
}
