package dev.berth.plugins.defaultpreemption;

import dev.berth.config.DefaultPreemptionArgs;
import dev.berth.framework.ActionType;
import dev.berth.framework.ClusterEvent;
import dev.berth.framework.ClusterView;
import dev.berth.framework.CycleState;
import dev.berth.framework.EnqueueExtensions;
import dev.berth.framework.EventRegistration;
import dev.berth.framework.EventResource;
import dev.berth.framework.NodeReasons;
import dev.berth.framework.NodeStatuses;
import dev.berth.framework.PluginContext;
import dev.berth.framework.PostFilterResult;
import dev.berth.framework.PreEnqueuePlugin;
import dev.berth.framework.Preemption;
import dev.berth.framework.PreemptionCandidate;
import dev.berth.framework.PreemptionPlugin;
import dev.berth.framework.QueueingHint;
import dev.berth.framework.StateKey;
import dev.berth.framework.Status;
import dev.berth.model.NodeInfo;
import dev.berth.model.PodInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds pods of lower priority without which a pod that fits nowhere would fit on some node, and
 * chooses the node where that does the least harm.
 *
 * <p>It decides and plans; who runs it decides what becomes of the plan. Without the right to read
 * PodDisruptionBudgets nobody is planned to be evicted.
 *
 * <p>Mirrors plugins/defaultpreemption and {@code Evaluator.Preempt} of
 * framework/preemption/preemption.go, Kubernetes 1.36.3. Threading: scheduler thread only. Cost: up
 * to O(pods on nodes without room) runs of all filters, see {@link CandidateSearch}.
 */
public final class DefaultPreemption
    implements PreemptionPlugin, PreEnqueuePlugin, EnqueueExtensions {
  public static final String NAME = "DefaultPreemption";

  /** What the attempt has shown, for who compares decisions in full. */
  public static final StateKey<Findings> FINDINGS = StateKey.of("PostFilter" + NAME);

  private static final Status NOT_HELPFUL =
      Status.unresolvable("Preemption is not helpful for scheduling");

  private final DefaultPreemptionArgs args;
  private final PluginContext context;

  public DefaultPreemption(DefaultPreemptionArgs args, PluginContext context) {
    this.args = args;
    this.context = context;
  }

  @Override
  public String name() {
    return NAME;
  }

  /** No preemption is ever under way while nobody carries one out, so no pod waits for its end. */
  @Override
  public Status preEnqueue(PodInfo pod) {
    return Status.success();
  }

  /** The plugins that rejected a pod know when to try it again, this one does not. */
  @Override
  public List<EventRegistration> eventsToRegister() {
    return List.of(
        EventRegistration.onPod(
            ClusterEvent.of(EventResource.POD, ActionType.DELETE),
            (pod, before, after) -> QueueingHint.SKIP));
  }

  @Override
  public Search search(CycleState state, PodInfo pod, ClusterView view, NodeStatuses statuses) {
    // 1. May the pod preempt?
    String notEligible = whyNotEligible(pod, view, statuses);
    if (notEligible != null) {
      state.put(FINDINGS, Findings.NOT_ELIGIBLE);
      return new Search.Ended(kept(unschedulable(notEligible)));
    }

    // 2. Where could it help, and does it?
    List<NodeInfo> nodes = nodesThatMayDo(view, statuses);
    String missing = context.listers().podDisruptionBudgets().missing();
    if (missing != null && !nodes.isEmpty()) {
      return new Search.Ended(kept(unschedulable("nobody is evicted, because " + missing)));
    }
    Findings findings = search(state, pod, nodes);
    state.put(FINDINGS, findings);
    return findings.candidates().isEmpty()
        ? new Search.Ended(nowhere(view, findings))
        : new Search.Found(findings.candidates());
  }

  @Override
  public PostFilterResult conclude(CycleState state, Review review) {
    return switch (review) {
      case Review.Failed(String why) -> kept(Status.error("preemption: " + why));
      case Review.Left(List<PreemptionCandidate> none) when none.isEmpty() ->
          kept(unschedulable("no candidate node for preemption"));
      case Review.Left(List<PreemptionCandidate> candidates) -> leastHarm(state, candidates);
    };
  }

  private PostFilterResult leastHarm(CycleState state, List<PreemptionCandidate> candidates) {
    PreemptionCandidate best = new Choice(importance()).among(candidates);
    Findings findings = state.find(FINDINGS);
    if (findings != null) {
      state.put(FINDINGS, findings.choosing(best.node()));
    }
    return new PostFilterResult(Status.success(), best.node(), best.plan());
  }

  private Importance importance() {
    return new Importance(context.clock().instant());
  }

  /** Why the pod may not preempt, or null. */
  private static @Nullable String whyNotEligible(
      PodInfo pod, ClusterView view, NodeStatuses statuses) {
    if (pod.preemptionNever()) {
      return "not eligible due to preemptionPolicy=Never.";
    }
    int nominated = pod.nominatedNodeName().isEmpty() ? -1 : view.ordinal(pod.nominatedNodeName());
    if (nominated < 0 || statuses.of(nominated) instanceof Status.UnschedulableAndUnresolvable) {
      return null;
    }
    for (PodInfo placed : view.node(nominated).pods()) {
      if (placed.terminating() && placed.preempted() && placed.priority() < pod.priority()) {
        return "not eligible due to a terminating pod on the nominated node.";
      }
    }
    return null;
  }

  private static List<NodeInfo> nodesThatMayDo(ClusterView view, NodeStatuses statuses) {
    List<NodeInfo> nodes = new ArrayList<>();
    for (int ordinal = 0; ordinal < view.nodeCount(); ordinal++) {
      if (statuses.of(ordinal) instanceof Status.Unschedulable) {
        nodes.add(view.node(ordinal));
      }
    }
    return nodes;
  }

  private Findings search(CycleState state, PodInfo pod, List<NodeInfo> nodes) {
    Budgets budgets = new Budgets(context.listers().podDisruptionBudgets());
    DryRun.Question question =
        new DryRun.Question(context.filters(), state, pod, budgets, importance());
    int offset = nodes.isEmpty() ? 0 : context.random().nextInt(nodes.size());
    return new CandidateSearch(question, CandidateSearch.wanted(args, nodes.size()))
        .over(nodes, offset);
  }

  /** What went wrong, if something did; else why it helps nowhere, and any nomination is void. */
  private static PostFilterResult nowhere(ClusterView view, Findings findings) {
    Set<String> errors = new TreeSet<>(); // the same text with each attempt
    NodeReasons reasons = new NodeReasons();
    for (Findings.Failed failed : findings.failed()) {
      reasons.count(failed.status(), 1);
      if (failed.status() instanceof Status.Error error) {
        errors.add(error.message());
      }
    }
    if (!errors.isEmpty()) {
      String text =
          errors.size() == 1 ? errors.iterator().next() : "[" + String.join(", ", errors) + "]";
      return kept(Status.error("preemption: " + text));
    }
    int notTried = view.nodeCount() - findings.failed().size();
    if (notTried > 0) {
      reasons.count(NOT_HELPFUL, notTried);
    }
    String text = NodeReasons.sentence(view.nodeCount(), reasons.histogram());
    return new PostFilterResult(unschedulable(text), "", Preemption.without());
  }

  private static Status unschedulable(String why) {
    return Status.unschedulable("preemption: " + why);
  }

  private static PostFilterResult kept(Status status) {
    return new PostFilterResult(status, null, Preemption.without());
  }
}
