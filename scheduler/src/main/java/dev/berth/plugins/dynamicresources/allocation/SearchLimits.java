package dev.berth.plugins.dynamicresources.allocation;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How long a search for devices may take. The search tries all combinations in the worst case, and
 * nothing else happens on the scheduler's thread meanwhile.
 *
 * <p>kube-scheduler limits each node ({@code filterTimeout}) and searches nodes on other threads;
 * here the sum over the nodes of an attempt is limited as well.
 *
 * <p>Threading: immutable.
 *
 * @param nanoTime the clock
 * @param perNode for one node; zero means no limit of its own
 * @param perAttempt for all nodes of an attempt together; never zero
 */
public record SearchLimits(LongSupplier nanoTime, Duration perNode, Duration perAttempt) {
  public SearchLimits {
    if (perNode.isNegative()) {
      throw new IllegalArgumentException("perNode is " + perNode + ". Maybe it is meant as zero?");
    }
    if (!perAttempt.isPositive()) {
      throw new IllegalArgumentException(
          "perAttempt is " + perAttempt + ". Maybe give it a few seconds?");
    }
  }
}
