package dev.berth.pipeline;

import dev.berth.columns.CodeColumn;
import dev.berth.framework.ClusterView;
import dev.berth.framework.CountedFilter;
import dev.berth.framework.CycleState;
import dev.berth.framework.DomainRule;
import dev.berth.framework.FilterPlugin;
import dev.berth.framework.MemoizedFilter;
import dev.berth.framework.NominatedPods;
import dev.berth.framework.Status;
import dev.berth.framework.StatusCodes;
import dev.berth.framework.TimedPoint;
import dev.berth.model.PodInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The Filter stage: a status code for every node of the view, 0 for those that pass.
 *
 * <p>In {@link EvaluationMode#FAST} each plugin's remembered codes are laid over each other in
 * plugin order, which is remembered too; so are those of domains that a plugin rejects which
 * counts, where there are few of them; and only the others are asked node by node. Nodes that pods
 * are nominated to, and nodes named by PreFilter, are judged by the scalar form.
 *
 * <p>Threading: the thread that owns the view. Cost: what changed since the last pod like this one;
 * else O(nodes) array steps per plugin, O(nodes) calls for a plugin without a memory.
 */
final class FilterPhase {

  /** Stands for "not looked at because enough nodes were found". */
  static final Status NOT_VISITED = Status.unresolvable("not looked at");

  private final List<FilterPlugin> plugins;
  private final NodeFilters scalar;
  private final NominatedPods nominated;
  private final EvaluationMode mode;
  private final PluginTimes times;

  /** Of one attempt; kept for its room. */
  private final List<CodeColumn> columns = new ArrayList<>();

  FilterPhase(
      List<FilterPlugin> plugins,
      NodeFilters scalar,
      NominatedPods nominated,
      EvaluationMode mode,
      PluginTimes times) {
    this.plugins = plugins;
    this.scalar = scalar;
    this.nominated = nominated;
    this.mode = mode;
    this.times = times;
  }

  /**
   * Judges all candidates into {@code into} and says how many there were; nodes that PreFilter left
   * out get the absent status.
   */
  int run(
      CycleState state,
      PodInfo pod,
      ClusterView view,
      PreFilterOutcome.Candidates candidates,
      AttemptCodes into) {
    Set<String> names = candidates.nodeNames();
    if (names != null) {
      return filterNamed(state, pod, view, names, candidates.absentStatus(), into);
    }
    if (mode == EvaluationMode.SCALAR) {
      filterEach(state, pod, view, into);
    } else {
      filterByMemory(state, pod, view, into);
      filterNominated(state, pod, view, into);
    }
    return view.nodeCount();
  }

  /** Judges one node. */
  Status judge(CycleState state, PodInfo pod, ClusterView view, int ordinal) {
    return scalar.filterWithNominatedPods(state, pod, view.node(ordinal));
  }

  private int filterNamed(
      CycleState state,
      PodInfo pod,
      ClusterView view,
      Set<String> names,
      Status absent,
      AttemptCodes into) {
    StatusCodes codes = view.memos().codes();
    into.fill(view.nodeCount(), codes.codeOf(absent));
    int known = 0;
    for (String name : names) {
      int ordinal = view.ordinal(name);
      if (ordinal >= 0) {
        into.set(ordinal, codes.codeOf(judge(state, pod, view, ordinal)));
        known++;
      }
    }
    return known;
  }

  private void filterEach(CycleState state, PodInfo pod, ClusterView view, AttemptCodes into) {
    StatusCodes codes = view.memos().codes();
    into.fill(view.nodeCount(), 0);
    for (int ordinal = 0; ordinal < view.nodeCount(); ordinal++) {
      into.set(ordinal, codes.codeOf(judge(state, pod, view, ordinal)));
    }
  }

  private void filterByMemory(CycleState state, PodInfo pod, ClusterView view, AttemptCodes into) {
    Set<String> skipped = SkippedPlugins.ofFilter(state);
    int next = rememberedTogether(skipped, state, pod, view);
    CodeColumn together = columns.isEmpty() ? null : view.memos().firstOf(columns);
    if (together != null) {
      into.borrow(together);
    } else {
      into.fill(view.nodeCount(), 0);
      columns.forEach(into::keepFirst);
    }
    for (int i = next; i < plugins.size() && into.count() > 0; i++) {
      if (!skipped.contains(plugins.get(i).name())) {
        filterPassing(plugins.get(i), state, pod, view, into);
      }
    }
  }

  /**
   * Collects the columns of the first plugins, up to one without a memory, whose index is returned.
   */
  private int rememberedTogether(
      Set<String> skipped, CycleState state, PodInfo pod, ClusterView view) {
    columns.clear();
    for (int i = 0; i < plugins.size(); i++) {
      if (!skipped.contains(plugins.get(i).name())) {
        long start = PluginTimes.start(state);
        CodeColumn remembered = remembered(plugins.get(i), state, pod, view);
        if (remembered != null) {
          columns.add(remembered);
        } else if (!rememberedRules(plugins.get(i), state, pod, view)) {
          return i;
        }
        judgedAll(plugins.get(i), state, start);
      }
    }
    return plugins.size();
  }

  private static @Nullable CodeColumn remembered(
      FilterPlugin plugin, CycleState state, PodInfo pod, ClusterView view) {
    return plugin instanceof MemoizedFilter memoized
        ? view.memos().filter(memoized, state, pod)
        : null;
  }

  /** Collects a column for each rule by which nodes fail; false when one cannot be remembered. */
  private boolean rememberedRules(
      FilterPlugin plugin, CycleState state, PodInfo pod, ClusterView view) {
    List<DomainRule> rules = rules(plugin, state, pod);
    if (rules == null) {
      return false;
    }
    int before = columns.size();
    for (DomainRule rule : rules) {
      CodeColumn remembered = rule.saysNothing() ? null : view.memos().filter(rule);
      if (remembered != null) {
        columns.add(remembered);
      } else if (!rule.saysNothing()) {
        columns.subList(before, columns.size()).clear();
        return false;
      }
    }
    return true;
  }

  private void filterPassing(
      FilterPlugin plugin, CycleState state, PodInfo pod, ClusterView view, AttemptCodes into) {
    long start = PluginTimes.start(state);
    CodeColumn remembered = remembered(plugin, state, pod, view);
    if (remembered != null) {
      into.keepFirst(remembered);
      judgedAll(plugin, state, start);
      return;
    }
    List<DomainRule> rules = rules(plugin, state, pod);
    if (rules != null) {
      for (int i = 0; i < rules.size(); i++) {
        into.apply(rules.get(i), view.memos().codes());
      }
      judgedAll(plugin, state, start);
      return;
    }
    filterEachPassing(plugin, state, pod, view, into);
  }

  private static @Nullable List<DomainRule> rules(
      FilterPlugin plugin, CycleState state, PodInfo pod) {
    try {
      return plugin instanceof CountedFilter counted ? counted.rules(state, pod) : null;
    } catch (RuntimeException thrown) {
      PluginFailures.report(plugin, "rules", thrown);
      return null;
    }
  }

  /** By its memory or its counts: in kube-scheduler that is a call for each node. */
  private void judgedAll(FilterPlugin plugin, CycleState state, long startNanos) {
    times.took(state, TimedPoint.FILTER, plugin, Status.success(), startNanos);
  }

  private void filterEachPassing(
      FilterPlugin plugin, CycleState state, PodInfo pod, ClusterView view, AttemptCodes into) {
    StatusCodes codes = view.memos().codes();
    for (int i = into.next(0); i >= 0; i = into.next(i + 1)) {
      Status status = scalar.filter(plugin, state, pod, view.node(i));
      if (!status.isSuccess()) {
        into.set(i, codes.codeOf(status));
      }
    }
  }

  private void filterNominated(CycleState state, PodInfo pod, ClusterView view, AttemptCodes into) {
    if (nominated.isEmpty()) {
      return;
    }
    StatusCodes codes = view.memos().codes();
    for (String name : nominated.nodeNames()) {
      int ordinal = view.ordinal(name);
      if (ordinal >= 0) {
        into.set(ordinal, codes.codeOf(judge(state, pod, view, ordinal)));
      }
    }
  }
}
