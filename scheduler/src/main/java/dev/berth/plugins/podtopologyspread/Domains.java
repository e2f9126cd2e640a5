package dev.berth.plugins.podtopologyspread;

import dev.berth.columns.DomainTally;
import dev.berth.framework.DomainRule;
import dev.berth.framework.Status;
import dev.berth.model.LabelSelector;
import dev.berth.model.Node;
import dev.berth.model.NodeInfo;
import dev.berth.model.PodInfo;
import dev.berth.model.SpreadConstraint;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The domains of one required constraint, and how many pods that it counts are in each: the counts
 * at the start of the attempt, and what a dry run changed.
 *
 * <p>Threading: one per attempt or dry run.
 */
final class Domains {
  private final SpreadConstraint constraint;
  private final DomainCounts start;

  /** Of domains that a dry run changed, the pods now; null before the first change. */
  private @Nullable Map<String, Integer> changed;

  /** Kept up from the first change on. */
  private @Nullable CriticalPaths critical;

  private int newDomains;

  private Domains(SpreadConstraint constraint, DomainCounts start) {
    this.constraint = constraint;
    this.start = start;
  }

  static Domains none(SpreadConstraint constraint) {
    return new Domains(constraint, new DomainCounts.Anew());
  }

  static Domains kept(SpreadConstraint constraint, DomainTally tally) {
    return new Domains(constraint, new DomainCounts.Kept(tally));
  }

  Domains copy() {
    Domains copy = new Domains(constraint, start);
    copy.changed = changed == null ? null : new HashMap<>(changed);
    copy.critical = critical == null ? null : critical.copy();
    copy.newDomains = newDomains;
    return copy;
  }

  /** Adds what is on a node that has the label, if the node counts for this pod. */
  void add(PodInfo incoming, NodeInfo node) {
    if (start instanceof DomainCounts.Anew counts && constraint.includes(incoming, node.node())) {
      String namespace = incoming.key().namespace();
      counts.add(domainOf(node.node()), MatchingPods.count(node, constraint.selector(), namespace));
    }
  }

  /** A pod comes to the node, or with -1 leaves it; the node has the label. */
  void update(PodInfo incoming, PodInfo other, Node node, int delta) {
    LabelSelector selector = constraint.selector();
    if (selector.matches(other.labels()) && constraint.includes(incoming, node)) {
      change(domainOf(node), delta);
    }
  }

  private void change(String domain, int delta) {
    Map<String, Integer> changes = changed;
    CriticalPaths paths = critical;
    if (changes == null || paths == null) {
      changes = new HashMap<>();
      paths = start.criticalPaths().copy();
      changed = changes;
      critical = paths;
    }
    int after = pods(domain) + delta;
    newDomains += start.has(domain) || changes.containsKey(domain) ? 0 : 1;
    changes.put(domain, after);
    paths.update(domain, after);
  }

  private int pods(String domain) {
    Integer now = changed == null ? null : changed.get(domain);
    return now == null ? start.pods(domain) : now;
  }

  private String domainOf(Node node) {
    String value = node.labels().get(constraint.topologyKey());
    return value == null ? "" : value;
  }

  /**
   * Whether the domain would have too many pods with this one; the emptiest one sets the measure.
   */
  boolean isTooFull(PodInfo incoming, String domain) {
    return pods(domain) > most(incoming);
  }

  /** The most pods that a domain may have for this one to come. */
  private long most(PodInfo incoming) {
    int self = constraint.selector().matches(incoming.labels()) ? 1 : 0;
    int domains = start.size() + newDomains;
    int emptiest = critical == null ? start.fewest() : critical.fewest();
    long fewest = domains < constraint.minDomains() ? 0 : emptiest;
    return (long) constraint.maxSkew() - self + fewest;
  }

  /** What all nodes have to meet; null when that is not kept, or a dry run changed it. */
  @Nullable DomainRule rule(PodInfo incoming, Status tooFull, Status noLabel) {
    return start instanceof DomainCounts.Kept kept && changed == null
        ? new DomainRule(kept.tally(), Long.MIN_VALUE, most(incoming), tooFull, noLabel)
        : null;
  }

  SpreadConstraint constraint() {
    return constraint;
  }
}
