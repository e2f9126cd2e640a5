package dev.berth.plugins.defaultpreemption;

import dev.berth.config.DefaultPreemptionArgs;
import dev.berth.framework.PreemptionCandidate;
import dev.berth.framework.Status;
import dev.berth.model.NodeInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Dry runs on the nodes that may do, until there are enough candidates.
 *
 * <p>Enough is a number that the arguments give, one without violations among them; where it begins
 * is drawn. Candidates without violations come first; when the others are enough, and only one
 * without is sought, nodes are tried no further than to the first violation.
 *
 * <p>Mirrors {@code DryRunPreemption}, framework/preemption/preemption.go, and {@code
 * calculateNumCandidates}, plugins/defaultpreemption/default_preemption.go, Kubernetes 1.36.3, one
 * node after the other. Threading: one per decision.
 */
final class CandidateSearch {
  private final DryRun.Question question;
  private final int wanted;
  private final List<PreemptionCandidate> harmless = new ArrayList<>();
  private final List<PreemptionCandidate> violating = new ArrayList<>();
  private final List<Findings.Failed> failed = new ArrayList<>();

  CandidateSearch(DryRun.Question question, int wanted) {
    this.question = question;
    this.wanted = wanted;
  }

  /** How many candidates are enough among so many nodes. */
  static int wanted(DefaultPreemptionArgs args, int nodes) {
    long share = (long) nodes * args.minCandidateNodesPercentage() / 100;
    return (int) Math.min(nodes, Math.max(share, args.minCandidateNodesAbsolute()));
  }

  /** Tries the nodes in order, from the one at {@code offset} on and around. */
  Findings over(List<NodeInfo> nodes, int offset) {
    for (int i = 0; i < nodes.size() && !isEnough(); i++) {
      NodeInfo node = nodes.get((offset + i) % nodes.size());
      switch (question.ask(node, sought())) {
        case DryRun.Helps(PreemptionCandidate candidate) -> keep(candidate);
        case DryRun.Violates _ -> {}
        case DryRun.Fails(Status status) -> failed.add(new Findings.Failed(node.name(), status));
      }
    }
    List<PreemptionCandidate> all = Stream.concat(harmless.stream(), violating.stream()).toList();
    return new Findings(true, all, failed, "");
  }

  private boolean isEnough() {
    return !harmless.isEmpty() && harmless.size() + violating.size() >= wanted;
  }

  private DryRun.Sought sought() {
    return violating.size() < wanted ? DryRun.Sought.ANY : DryRun.Sought.HARMLESS;
  }

  private void keep(PreemptionCandidate candidate) {
    List<PreemptionCandidate> group = candidate.budgetViolations() == 0 ? harmless : violating;
    if (group.size() < wanted) {
      group.add(candidate);
    }
  }
}
