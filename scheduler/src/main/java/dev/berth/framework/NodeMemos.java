package dev.berth.framework;

import dev.berth.columns.CodeColumn;
import dev.berth.columns.DomainTally;
import dev.berth.columns.Ranking;
import dev.berth.columns.ScoreColumn;
import dev.berth.columns.WeightedColumns;
import dev.berth.model.PodInfo;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Remembered answers of one view: a column per plugin and aspect, and what follows from several of
 * them together, brought up to date before it is handed out.
 *
 * <p>The columns are valid until the view changes. Bounded in bytes; the least recently used aspect
 * goes first. Threading: the thread that owns the view.
 */
public interface NodeMemos {

  StatusCodes codes();

  /**
   * The codes of all nodes for this pod's aspect; null when the plugin does not want it remembered,
   * or when some node has no answer that can be: ask node by node then.
   */
  @Nullable CodeColumn filter(MemoizedFilter plugin, CycleState state, PodInfo pod);

  /**
   * The raw scores of all nodes for this pod's aspect; null when the plugin does not want it
   * remembered, or failed for some node, feasible or not: ask node by node then.
   */
  @Nullable ScoreColumn score(MemoizedScore plugin, CycleState state, PodInfo pod)
      throws ScoreException;

  /**
   * The codes of all nodes by a rule over a tally that was handed out in this attempt; null when
   * the nodes have too many domains: ask the tally then.
   */
  @Nullable CodeColumn filter(DomainRule rule);

  /**
   * The columns laid over each other: of each node, the first code that is not 0. All of them must
   * have been handed out by {@link #filter} in this attempt.
   *
   * <p>Null when nobody has asked for the same columns before: a pod like no other is not worth
   * remembering.
   */
  @Nullable CodeColumn firstOf(List<CodeColumn> columns);

  /**
   * The weighted sums of columns. The codes must have been handed out by {@link #firstOf}, and all
   * scores by {@link #score}, in this attempt.
   *
   * <p>Null when nobody has asked for the same sums before.
   */
  @Nullable Ranking ranking(WeightedColumns sum);

  /**
   * What is counted, by domain, for the nodes as they are now; null when it cannot be counted this
   * way: count anew then. The same object for equal keys, until it is forgotten.
   */
  @Nullable DomainTally tally(NodeTally key);

  /**
   * What is known of each node, as it is now; null when it could not be worked out for some node,
   * and for a view that is not kept in step with the objects beside it: work it out then. What a
   * filter with {@link NodeDependence#NODE_AND_PODS} answers may follow from it.
   */
  <F> @Nullable KeptFacts<F> facts(NodeFacts<F> key);

  /** The terms of affinity and anti-affinity of the pods that are on nodes now. */
  PlacedTerms placedTerms();
}
