package dev.berth.framework;

import dev.berth.columns.DomainColumn;
import dev.berth.columns.DomainTally;
import org.jspecify.annotations.Nullable;

/**
 * One thing that a filter asks of every node: that the sum of the node's domain is in a range.
 *
 * <p>Threading: the thread that owns the view, until the view changes.
 *
 * @param atLeast the lowest sum that passes
 * @param atMost the highest sum that passes
 * @param otherwise what a node gets whose domain has another sum
 * @param withoutDomain what a node without the label gets; null to let it pass
 */
public record DomainRule(
    DomainTally tally,
    long atLeast,
    long atMost,
    Status otherwise,
    @Nullable Status withoutDomain) {

  /** What one node gets. */
  public Status judge(int ordinal) {
    int domain = tally.column().get(ordinal);
    if (domain == DomainColumn.NONE) {
      return withoutDomain == null ? Status.success() : withoutDomain;
    }
    long sum = tally.sum(domain);
    return sum >= atLeast && sum <= atMost ? Status.success() : otherwise;
  }

  /** Whether no node can fail. O(domains). */
  public boolean saysNothing() {
    return (withoutDomain == null || tally.column().without() == 0)
        && tally.isWithin(atLeast, atMost);
  }
}
