package dev.berth.framework;

import dev.berth.model.PodInfo;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Experimental: a filter that looks at pods and nodes elsewhere, or at objects of other kinds, and
 * can do so by what the view keeps up to date instead of counting for each pod.
 *
 * <p>The promise: {@link #preFilterByCounts} has the outcome of {@link PreFilterPlugin#preFilter},
 * the state it leaves makes {@link FilterPlugin#filter} answer the same, also in forks with pods
 * added and removed, and so do the rules. {@link PreFilterPlugin#preFilter} uses nothing that is
 * kept, and leaves nothing of an earlier {@link #preFilterByCounts} to be used: it is what kept
 * counts are compared with, and what decides once they were wrong.
 */
public interface CountedFilter extends PreFilterPlugin, FilterPlugin {

  /** {@link PreFilterPlugin#preFilter} by {@code view.memos()}, or what else the view keeps. */
  PreFilterResult preFilterByCounts(CycleState state, PodInfo pod, ClusterView view);

  /**
   * What every node has to meet, the first that it does not meet being its verdict; null when the
   * nodes have to be asked one by one. Called after {@link #preFilterByCounts} succeeded.
   */
  @Nullable List<DomainRule> rules(CycleState state, PodInfo pod);
}
