package dev.berth.plugins.dynamicresources.cel;

import dev.berth.model.devices.Device;
import dev.cel.common.CelSource;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import org.jspecify.annotations.Nullable;

/**
 * An expression that can be evaluated.
 *
 * <p>Threading: any thread.
 */
final class RunnableSelector implements CompiledSelector {
  private final CelRuntime.Program program;
  private final CostRules rules;
  private final CelSource source;

  RunnableSelector(CelRuntime.Program program, CostRules rules, CelSource source) {
    this.program = program;
    this.rules = rules;
    this.source = source;
  }

  @Override
  public @Nullable String compileError() {
    return null;
  }

  @Override
  public boolean matches(String driver, Device device) throws SelectorException {
    return matches(driver, device, new CostMeter(rules));
  }

  CostRules rules() {
    return rules;
  }

  boolean matches(String driver, Device device, CostMeter meter) throws SelectorException {
    Object result;
    try {
      result = program.trace(DeviceValues.of(driver, device), meter);
    } catch (CostExceeded e) {
      throw new SelectorException(String.valueOf(e.getMessage()));
    } catch (CelEvaluationException e) {
      throw new SelectorException(FailureText.of(e, source));
    } catch (RuntimeException | StackOverflowError e) {
      throw new SelectorException("internal error: " + e);
    }
    if (result instanceof Boolean matches) {
      return matches;
    }
    throw new SelectorException(FailureText.ofNoBool(result));
  }
}
