package dev.berth.plugins.dynamicresources.cel;

/**
 * Compiles the expressions of selectors, and remembers the last ones.
 *
 * <p>Threading: any thread.
 */
public interface DeviceSelectors {
  /** The expression, compiled, or what is wrong with it. */
  CompiledSelector compile(String expression);

  /** Does now what the first expression of the process would wait for. Costs nothing again. */
  default void load() {}
}
