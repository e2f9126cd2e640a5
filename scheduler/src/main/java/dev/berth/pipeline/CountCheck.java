package dev.berth.pipeline;

import dev.berth.columns.CodeColumn;
import dev.berth.columns.ScoreColumn;
import dev.berth.framework.ClusterView;
import dev.berth.framework.CountedFilter;
import dev.berth.framework.CountedScore;
import dev.berth.framework.CycleState;
import dev.berth.framework.DomainRule;
import dev.berth.framework.FeasibleNodes;
import dev.berth.framework.MemoizedFilter;
import dev.berth.framework.Plugin;
import dev.berth.framework.PointTimes;
import dev.berth.framework.PreFilterResult;
import dev.berth.framework.Recountable;
import dev.berth.framework.ScoreException;
import dev.berth.framework.Status;
import dev.berth.model.Labels;
import dev.berth.model.NodeInfo;
import dev.berth.model.OwnerReference;
import dev.berth.model.PodAffinity;
import dev.berth.model.PodInfo;
import dev.berth.model.RequiredNodes;
import dev.berth.model.Tolerations;
import dev.berth.model.TopologySpread;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plugins that decide by kept counts, asked again with counts made anew in one decision of so many.
 *
 * <p>Where the two differ, the decision goes by the new counts, the difference is counted and
 * logged once, and pods alike are judged by new counts from then on; all pods, where a plugin's
 * answers are remembered, for what they follow from is the same for all. A checked decision costs
 * O(nodes + placed pods).
 *
 * <p>A {@link Recountable} plugin compares by itself, without verdicts; after a difference it does
 * so for every pod.
 *
 * <p>Threading: the thread that owns the view.
 */
final class CountCheck {

  private static final Logger LOG = LoggerFactory.getLogger(CountCheck.class);

  /** With more kinds of pods than these that differ, a plugin's counts are not used at all. */
  private static final int MOST_KINDS = 1000;

  /** All that kept counts may be chosen by. */
  private record Kind(
      String plugin,
      String namespace,
      Labels labels,
      PodAffinity affinity,
      TopologySpread spread,
      RequiredNodes requiredNodes,
      Tolerations tolerations,
      @Nullable OwnerReference controller) {

    static Kind of(Plugin plugin, PodInfo pod) {
      return new Kind(
          plugin.name(),
          pod.key().namespace(),
          pod.labels(),
          pod.affinity(),
          pod.topologySpread(),
          pod.requiredNodes(),
          pod.tolerations(),
          pod.controller());
    }
  }

  private final String profile;
  private final int interval;
  private final PointTimes listener;
  private final Set<Kind> differed = new HashSet<>();
  private final Set<String> distrusted = new HashSet<>();
  private int attempts;
  private boolean isDue;

  /**
   * @param interval one decision of so many is checked; 0 for none
   */
  CountCheck(String profile, int interval, PointTimes listener) {
    this.profile = profile;
    this.interval = interval;
    this.listener = listener;
  }

  /** An attempt begins. */
  void begin() {
    attempts = interval > 0 ? (attempts + 1) % interval : 1;
    isDue = attempts == 0;
  }

  /** Whether the plugin's kept counts are to be used for the pod. */
  boolean trusts(Plugin plugin, PodInfo pod) {
    return differed.isEmpty()
        || (differed.size() < MOST_KINDS
            && !distrusted.contains(plugin.name())
            && !differed.contains(Kind.of(plugin, pod)));
  }

  /**
   * PreFilter by kept counts; by new ones where they are not to be used, or were found to differ.
   */
  PreFilterResult preFilter(CountedFilter plugin, CycleState state, PodInfo pod, ClusterView view) {
    if (!trusts(plugin, pod)) {
      return plugin.preFilter(state, pod, view);
    }
    PreFilterResult kept = plugin.preFilterByCounts(state, pod, view);
    return isDue && differs(plugin, kept, state, pod, view)
        ? plugin.preFilter(state, pod, view)
        : kept;
  }

  private boolean differs(
      CountedFilter plugin, PreFilterResult kept, CycleState state, PodInfo pod, ClusterView view) {
    CycleState anew = CycleState.create();
    PreFilterResult want = plugin.preFilter(anew, pod, view);
    boolean same =
        want.status().equals(kept.status()) && Objects.equals(want.nodeNames(), kept.nodeNames());
    if (same && want.status().isSuccess()) {
      CodeColumn codes = remembered(plugin, state, pod, view);
      List<DomainRule> rules = plugin.rules(state, pod);
      for (int i = 0; i < view.nodeCount() && same; i++) {
        NodeInfo node = view.node(i);
        Status verdict = plugin.filter(anew, pod, node);
        same =
            verdict.equals(plugin.filter(state, pod, node))
                && (codes == null || isCode(codes.get(i), verdict.by(plugin.name()), view))
                && (rules == null || verdict.equals(firstBroken(rules, i)));
      }
    }
    return !same && report(plugin, pod);
  }

  private static @Nullable CodeColumn remembered(
      CountedFilter plugin, CycleState state, PodInfo pod, ClusterView view) {
    return plugin instanceof MemoizedFilter memoized
        ? view.memos().filter(memoized, state, pod)
        : null;
  }

  private static boolean isCode(int code, Status verdict, ClusterView view) {
    return code == 0 ? verdict.isSuccess() : verdict.equals(view.memos().codes().statusOf(code));
  }

  private static Status firstBroken(List<DomainRule> rules, int ordinal) {
    for (DomainRule rule : rules) {
      Status status = rule.judge(ordinal);
      if (!status.isSuccess()) {
        return status;
      }
    }
    return Status.success();
  }

  /**
   * Before PreFilter: what the plugin keeps is made anew, where that is due or was wrong before.
   */
  void recount(Recountable plugin, PodInfo pod) {
    if ((isDue || distrusted.contains(plugin.name())) && !plugin.recount(pod)) {
      listener.countsDiffered(profile, plugin.name());
      if (distrusted.add(plugin.name())) {
        LOG.error(
            "what is kept for plugin {} differed from a recount for pod {}; from now on there is a"
                + " recount for every pod. This is a bug of Berth: please report it with what"
                + " happened before to such objects",
            plugin.name(),
            pod.key());
      }
    }
  }

  /** As {@link #preFilter}, for PreScore. */
  Status preScore(
      CountedScore plugin, CycleState state, PodInfo pod, ClusterView view, FeasibleNodes nodes) {
    if (!trusts(plugin, pod)) {
      return plugin.preScore(state, pod, view, nodes);
    }
    Status kept = plugin.preScoreByCounts(state, pod, view, nodes);
    return isDue && differs(plugin, kept, state, pod, view, nodes)
        ? plugin.preScore(state, pod, view, nodes)
        : kept;
  }

  private boolean differs(
      CountedScore plugin,
      Status kept,
      CycleState state,
      PodInfo pod,
      ClusterView view,
      FeasibleNodes nodes) {
    CycleState anew = CycleState.create();
    Status want = plugin.preScore(anew, pod, view, nodes);
    boolean same = want.equals(kept);
    if (same && want.isSuccess()) {
      ScoreColumn column = new ScoreColumn();
      column.resize(view.nodeCount());
      boolean written = plugin.scoreByCounts(state, pod, column);
      for (int i = nodes.next(0); i >= 0 && same; i = nodes.next(i + 1)) {
        same = !written || column.get(i) == score(plugin, anew, pod, view.node(i));
      }
    }
    return !same && report(plugin, pod);
  }

  private static long score(CountedScore plugin, CycleState state, PodInfo pod, NodeInfo node) {
    try {
      return plugin.score(state, pod, node);
    } catch (ScoreException failure) {
      throw new IllegalStateException("no score by new counts", failure);
    }
  }

  private boolean report(Plugin plugin, PodInfo pod) {
    listener.countsDiffered(profile, plugin.name());
    if (plugin instanceof MemoizedFilter) {
      distrusted.add(plugin.name());
    }
    if (differed.size() < MOST_KINDS && differed.add(Kind.of(plugin, pod))) {
      LOG.error(
          "the counts that are kept for plugin {} differ from new ones for pod {}; pods like it are"
              + " judged by new counts from now on. This is a bug of Berth: please report it with"
              + " the pod's labels, affinity, spread constraints and volumes",
          plugin.name(),
          pod.key());
    }
    return true;
  }
}
