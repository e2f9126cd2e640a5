package dev.berth.plugins.defaultpreemption;

import dev.berth.framework.PreemptionCandidate;
import dev.berth.framework.Status;
import java.util.List;

/**
 * Everything that looking for victims has shown, for one pod.
 *
 * <p>Threading: immutable.
 *
 * @param eligible whether the pod may preempt at all
 * @param candidates nodes on which removing pods helps, in the order in which they were tried,
 *     those without violations first
 * @param failed nodes on which it does not help
 * @param chosen the node of one of the candidates, "" when there is none
 */
public record Findings(
    boolean eligible, List<PreemptionCandidate> candidates, List<Failed> failed, String chosen) {

  static final Findings NOT_ELIGIBLE = new Findings(false, List.of(), List.of(), "");

  /** A node that was tried in vain. */
  public record Failed(String node, Status status) {}

  public Findings {
    candidates = List.copyOf(candidates);
    failed = List.copyOf(failed);
  }

  Findings choosing(String node) {
    return new Findings(eligible, candidates, failed, node);
  }
}
