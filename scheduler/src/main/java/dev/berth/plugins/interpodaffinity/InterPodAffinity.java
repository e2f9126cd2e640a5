package dev.berth.plugins.interpodaffinity;

import dev.berth.columns.ScoreColumn;
import dev.berth.config.InterPodAffinityArgs;
import dev.berth.framework.ActionType;
import dev.berth.framework.ClusterEvent;
import dev.berth.framework.ClusterView;
import dev.berth.framework.CountedFilter;
import dev.berth.framework.CountedScore;
import dev.berth.framework.CycleState;
import dev.berth.framework.DomainRule;
import dev.berth.framework.EnqueueExtensions;
import dev.berth.framework.EventRegistration;
import dev.berth.framework.EventResource;
import dev.berth.framework.FeasibleNodes;
import dev.berth.framework.Listers;
import dev.berth.framework.PreFilterResult;
import dev.berth.framework.ScoreException;
import dev.berth.framework.Scores;
import dev.berth.framework.StateKey;
import dev.berth.framework.Status;
import dev.berth.model.AffinityTerm;
import dev.berth.model.NodeInfo;
import dev.berth.model.PodInfo;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keeps pods near to and far from each other as their affinity and anti-affinity say, in both
 * directions.
 *
 * <p>Filter, in this order: where the pod's required affinity is not met, where its required
 * anti-affinity is broken, where that of placed pods is. Score: the sum of weights of preferred
 * terms, the pod's own about placed pods and theirs about the pod, anti-affinity negative; required
 * affinity of placed pods counts with {@code hardPodAffinityWeight}. Stretched to 0..100.
 *
 * <p>Where namespaces cannot be read, a pod is rejected whose required terms select them by label,
 * or which such a term of a placed pod may mean; preferred terms then mean named namespaces only.
 *
 * <p>The view keeps counts for it, see {@link MeantPods} and {@link HeldTerms}; which terms of
 * placed pods may mean a pod it finds by namespace and label.
 *
 * <p>Mirrors plugins/interpodaffinity, Kubernetes 1.36.3. Threading: immutable, but for what the
 * listers show.
 */
public final class InterPodAffinity implements CountedFilter, CountedScore, EnqueueExtensions {
  public static final String NAME = "InterPodAffinity";

  private static final StateKey<AffinityCounts> PRE_FILTER = StateKey.of("PreFilter" + NAME);
  private static final StateKey<AffinityScores> PRE_SCORE = StateKey.of("PreScore" + NAME);
  private static final Status NOT_COUNTED =
      Status.error("error reading \"" + PRE_FILTER + "\" from cycleState: not found");

  private final InterPodAffinityArgs args;
  private final Namespaces namespaces;

  public InterPodAffinity(InterPodAffinityArgs args, Listers listers) {
    this.args = args;
    this.namespaces = new Namespaces(listers.namespaces());
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public PreFilterResult preFilter(CycleState state, PodInfo pod, ClusterView view) {
    String error = pod.affinity().parseError();
    if (error != null) {
      return PreFilterResult.failed(Status.unresolvable("parsing pod: " + error));
    }
    if (!hasRequiredTerms(pod) && view.nodesWithRequiredAntiAffinity().isEmpty()) {
      return PreFilterResult.skip();
    }
    IncomingPod incoming = IncomingPod.of(pod, namespaces);
    Status unknown = namespaces.missing() == null ? null : needsNamespaces(incoming, view);
    if (unknown != null) {
      return PreFilterResult.failed(unknown);
    }
    return result(state, AffinityCounts.of(incoming, namespaces, view));
  }

  @Override
  public PreFilterResult preFilterByCounts(CycleState state, PodInfo pod, ClusterView view) {
    boolean plain = pod.affinity().parseError() == null && namespaces.missing() == null;
    if (plain
        && !hasRequiredTerms(pod)
        && view.memos().placedTerms().requiredAntiAbout(pod).isEmpty()) {
      return PreFilterResult.skip(); // most pods, so nothing is made for them
    }
    AffinityCounts counts =
        plain
            ? AffinityCounts.kept(IncomingPod.of(pod, namespaces), namespaces, view.memos())
            : null;
    return counts == null ? preFilter(state, pod, view) : result(state, counts);
  }

  private static PreFilterResult result(CycleState state, AffinityCounts counts) {
    if (counts.sayNothing()) {
      return PreFilterResult.skip();
    }
    state.put(PRE_FILTER, counts);
    return PreFilterResult.allNodes();
  }

  @Override
  public @Nullable List<DomainRule> rules(CycleState state, PodInfo pod) {
    AffinityCounts counts = state.find(PRE_FILTER);
    return counts == null ? null : counts.rules();
  }

  private static boolean hasRequiredTerms(PodInfo pod) {
    return !pod.affinity().required().isEmpty() || !pod.affinity().requiredAnti().isEmpty();
  }

  /** Why the pod cannot be judged without the labels of namespaces, or null. */
  private @Nullable Status needsNamespaces(IncomingPod incoming, ClusterView view) {
    for (List<AffinityTerm> own :
        List.of(incoming.pod().affinity().required(), incoming.pod().affinity().requiredAnti())) {
      if (own.stream().anyMatch(AffinityTerm::needsNamespaceLabels)) {
        return withoutNamespaces("a required term selects namespaces by label");
      }
    }
    for (int ordinal : view.nodesWithRequiredAntiAffinity()) {
      for (PodInfo placed : view.node(ordinal).podsWithRequiredAntiAffinity()) {
        if (placed.affinity().requiredAnti().stream().anyMatch(incoming::mayBeMeantBy)) {
          return withoutNamespaces(
              "required anti-affinity of pod "
                  + placed.key()
                  + " selects namespaces by label, perhaps this pod's");
        }
      }
    }
    return null;
  }

  private Status withoutNamespaces(String what) {
    return Status.unresolvable(what + ": " + namespaces.missing());
  }

  @Override
  public Status addPod(CycleState state, PodInfo pod, PodInfo added, NodeInfo node) {
    return update(state, added, node, 1);
  }

  @Override
  public Status removePod(CycleState state, PodInfo pod, PodInfo removed, NodeInfo node) {
    return update(state, removed, node, -1);
  }

  private static Status update(CycleState state, PodInfo changed, NodeInfo node, int change) {
    AffinityCounts counts = state.find(PRE_FILTER);
    if (counts == null) {
      return NOT_COUNTED;
    }
    counts.update(changed, node.node(), change);
    return Status.success();
  }

  @Override
  public Status filter(CycleState state, PodInfo pod, NodeInfo node) {
    AffinityCounts counts = state.find(PRE_FILTER);
    return counts == null ? NOT_COUNTED : counts.judge(node.node());
  }

  @Override
  public Status preScore(CycleState state, PodInfo pod, ClusterView view, FeasibleNodes nodes) {
    if (args.ignorePreferredTermsOfExistingPods() && !pod.affinity().prefers()) {
      return Status.skip();
    }
    String error = pod.affinity().parseError();
    if (error != null) {
      return Status.error("failed to parse pod: " + error);
    }
    if (!pod.affinity().prefers() && view.nodesWithAffinity().isEmpty()) {
      return Status.skip();
    }
    return result(
        state, AffinityScores.of(IncomingPod.of(pod, namespaces), namespaces, args, view));
  }

  @Override
  public Status preScoreByCounts(
      CycleState state, PodInfo pod, ClusterView view, FeasibleNodes nodes) {
    boolean ignored = args.ignorePreferredTermsOfExistingPods() && !pod.affinity().prefers();
    if (!pod.affinity().prefers()
        && pod.affinity().parseError() == null
        && view.memos().placedTerms().othersAbout(pod).isEmpty()) {
      return Status.skip();
    }
    AffinityScores scores =
        ignored || pod.affinity().parseError() != null
            ? null
            : AffinityScores.kept(IncomingPod.of(pod, namespaces), namespaces, args, view.memos());
    return scores == null ? preScore(state, pod, view, nodes) : result(state, scores);
  }

  private static Status result(CycleState state, AffinityScores scores) {
    if (scores.sayNothing()) {
      return Status.skip();
    }
    state.put(PRE_SCORE, scores);
    return Status.success();
  }

  @Override
  public boolean scoreByCounts(CycleState state, PodInfo pod, ScoreColumn into) {
    AffinityScores scores = state.find(PRE_SCORE);
    return scores != null && scores.writeInto(into);
  }

  @Override
  public long score(CycleState state, PodInfo pod, NodeInfo node) throws ScoreException {
    AffinityScores scores = state.find(PRE_SCORE);
    if (scores == null) {
      throw new ScoreException("failed to read \"" + PRE_SCORE + "\" from cycleState: not found");
    }
    return scores.of(node.node());
  }

  @Override
  public void normalize(CycleState state, PodInfo pod, Scores scores) {
    AffinityScores.normalize(scores);
  }

  @Override
  public List<EventRegistration> eventsToRegister() {
    return List.of(
        EventRegistration.onPod(
            ClusterEvent.of(
                EventResource.POD, ActionType.ADD, ActionType.DELETE, ActionType.UPDATE_POD_LABEL),
            AffinityHints::afterPodChange),
        EventRegistration.onNode(
            ClusterEvent.of(EventResource.NODE, ActionType.ADD, ActionType.UPDATE_NODE_LABEL),
            AffinityHints::afterNodeChange));
  }
}
