package dev.berth.plugins.dynamicresources.cel;

import dev.berth.model.devices.Device;

/**
 * An expression that cannot be used.
 *
 * <p>Threading: immutable.
 */
record BrokenSelector(String compileError) implements CompiledSelector {
  @Override
  public boolean matches(String driver, Device device) throws SelectorException {
    throw new SelectorException(compileError);
  }
}
