package dev.berth.plugins.dynamicresources.allocation;

import dev.berth.model.Node;
import dev.berth.model.devices.DeviceSelector;
import dev.berth.plugins.dynamicresources.cel.CompiledSelector;
import dev.berth.plugins.dynamicresources.cel.DeviceSelectors;
import dev.berth.plugins.dynamicresources.cel.SelectorException;
import java.util.BitSet;
import java.util.List;

/**
 * Which devices of a node a request may have by the selectors of its class and its own, and by the
 * devices' own nodes. A device is judged when it is first asked about, since judging it may fail.
 *
 * <p>Mirrors {@code isSelectable}, allocator_incubating.go, Kubernetes 1.36.3.
 *
 * <p>Threading: scheduler thread only.
 */
final class Selectable {
  /** Selectors of one origin: {@code class c} or {@code claim ns/c}. */
  record Selectors(String origin, List<DeviceSelector> list) {}

  private final Node node;
  private final List<Selectors> selectors;
  private final DeviceSelectors compiler;
  private final BitSet judged = new BitSet();
  private final BitSet fit = new BitSet();

  Selectable(Node node, List<Selectors> selectors, DeviceSelectors compiler) {
    this.node = node;
    this.selectors = selectors;
    this.compiler = compiler;
  }

  /**
   * Whether a device may be had.
   *
   * @param ordinal of the candidate on the node
   */
  boolean has(int ordinal, Candidate candidate) throws AllocationException {
    if (!judged.get(ordinal)) {
      fit.set(ordinal, judge(candidate));
      judged.set(ordinal);
    }
    return fit.get(ordinal);
  }

  private boolean judge(Candidate candidate) throws AllocationException {
    for (Selectors each : selectors) {
      if (!matches(each, candidate)) {
        return false;
      }
    }
    return !candidate.slice().slice().perDeviceNodeSelection()
        || Reach.includes(candidate.reach(), node);
  }

  private boolean matches(Selectors from, Candidate candidate) throws AllocationException {
    for (int i = 0; i < from.list().size(); i++) {
      String expression = from.list().get(i).cel();
      if (expression == null) {
        throw wrong(from, i, "CEL expression empty (unsupported selector type?)");
      }
      Boolean known = candidate.slice().known(expression, candidate.index());
      if (!(known != null ? known : evaluate(expression, from, i, candidate))) {
        return false;
      }
    }
    return true;
  }

  /** Asks for the first time, or again when there was no answer. */
  private boolean evaluate(String expression, Selectors from, int position, Candidate candidate)
      throws AllocationException {
    CompiledSelector compiled = compiler.compile(expression);
    if (compiled.compileError() != null) {
      throw wrong(from, position, "CEL compile error: " + compiled.compileError());
    }
    try {
      boolean matches = compiled.matches(candidate.id().driver(), candidate.device());
      candidate.slice().remember(expression, candidate.index(), matches);
      return matches;
    } catch (SelectorException failed) {
      throw wrong(from, position, "CEL runtime error: " + failed.getMessage());
    }
  }

  private static AllocationException wrong(Selectors from, int position, String text) {
    return new AllocationException(from.origin() + ": selector #" + position + ": " + text);
  }
}
