package dev.berth.plugins.defaultpreemption;

import dev.berth.framework.CycleState;
import dev.berth.framework.Filters;
import dev.berth.framework.PreemptionCandidate;
import dev.berth.framework.Status;
import dev.berth.model.NodeInfo;
import dev.berth.model.PodInfo;
import java.util.ArrayList;
import java.util.List;

/**
 * The question whether a pod would fit on one node if others went, and how many of them could stay
 * after all.
 *
 * <p>All pods of lower priority are taken off; if the pod fits then, they are put back one by one,
 * those first whose eviction would violate a budget, each group from the most important on, and
 * those that the pod still fits beside stay.
 *
 * <p>Mirrors {@code SelectVictimsOnNode}, plugins/defaultpreemption/default_preemption.go,
 * Kubernetes 1.36.3. Threading: one per node and decision, on the scheduler thread. Cost: O(pods of
 * lower priority) runs of all filters.
 */
final class DryRun {

  /** What it has shown. */
  sealed interface Outcome {}

  /** It helps. */
  record Helps(PreemptionCandidate candidate) implements Outcome {}

  /** It helps, but not without violations, and nobody asked how. */
  record Violates() implements Outcome {}

  /** It does not help, or could not be found out. */
  record Fails(Status status) implements Outcome {}

  /** What is worth finding out. */
  enum Sought {
    /** Every candidate. */
    ANY,
    /** A candidate without violations: a dry run ends where it begins to violate. */
    HARMLESS
  }

  /** What the nodes of one decision have in common. */
  record Question(
      Filters filters, CycleState state, PodInfo pod, Budgets budgets, Importance importance) {

    Outcome ask(NodeInfo node, Sought sought) {
      return node.lowestPriority() < pod.priority()
          ? new DryRun(this, node, sought).run()
          : NO_VICTIMS;
    }
  }

  private static final Fails NO_VICTIMS =
      new Fails(Status.unresolvable("No preemption victims found for incoming pod"));

  private static final Violates VIOLATES = new Violates();

  private final Question question;
  private final Sought sought;
  private final CycleState state;
  private final List<PodInfo> lower = new ArrayList<>();
  private final List<PodInfo> victims = new ArrayList<>();
  private NodeInfo node;

  private DryRun(Question question, NodeInfo whole, Sought sought) {
    this.question = question;
    this.sought = sought;
    this.state = question.state().fork();
    for (PodInfo placed : whole.pods()) {
      if (mustYield(placed)) {
        lower.add(placed);
      }
    }
    this.node = whole.withOnly(placed -> !mustYield(placed));
  }

  private boolean mustYield(PodInfo placed) {
    return placed.priority() < question.pod().priority();
  }

  private Outcome run() {
    // 1. Without all of them.
    for (PodInfo gone : lower) {
      Status removed = question.filters().removePod(state, question.pod(), gone, node);
      if (!removed.isSuccess()) {
        return new Fails(removed);
      }
    }
    Status alone = judge();
    if (!alone.isSuccess()) {
      return new Fails(alone);
    }

    // 2. With as many as possible.
    lower.sort(question.importance());
    Budgets.Split split = question.budgets().split(lower);
    Status failure = putBack(split.violating(), sought == Sought.HARMLESS);
    int violations = victims.size();
    if (failure.isSuccess() && violations > 0 && sought == Sought.HARMLESS) {
      return VIOLATES;
    }
    failure = failure.isSuccess() ? putBack(split.others(), false) : failure;
    if (!failure.isSuccess()) {
      return new Fails(failure);
    }
    if (victims.isEmpty()) {
      return new Fails(
          Status.error("expected at least one victim pod on node \"" + node.name() + "\""));
    }
    victims.sort(question.importance());
    return new Helps(new PreemptionCandidate(node.name(), victims, violations));
  }

  /**
   * Puts them back, or makes victims of those that cannot stay; an error says that it failed.
   *
   * @param untilVictim the first victim ends it
   */
  private Status putBack(List<PodInfo> pods, boolean untilVictim) {
    for (PodInfo pod : pods) {
      NodeInfo without = node;
      node = node.withPod(pod);
      Status added = question.filters().addPod(state, question.pod(), pod, node);
      if (!added.isSuccess()) {
        return added;
      }
      if (!judge().isSuccess()) {
        victims.add(pod);
        if (untilVictim) {
          return Status.success();
        }
        node = without;
        Status removed = question.filters().removePod(state, question.pod(), pod, node);
        if (!removed.isSuccess()) {
          return removed;
        }
      }
    }
    return Status.success();
  }

  private Status judge() {
    return question.filters().filterWithNominatedPods(state, question.pod(), node);
  }
}
