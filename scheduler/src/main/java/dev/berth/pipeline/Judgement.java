package dev.berth.pipeline;

import dev.berth.framework.Status;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Every node judged and every feasible node scored, without the short cuts that an attempt takes:
 * for conformance and for people who want the whole table.
 *
 * <p>Threading: immutable.
 *
 * @param refusal why Berth refuses the pod before any plugin is asked, or null
 * @param preFilter null when the pod is refused or there are no nodes
 * @param rejected nodes that were filtered and did not pass, in order of the view
 * @param scores feasible nodes, in order of the view; plugins empty when scoring failed
 * @param scoringError why scoring failed, or null
 * @param diagnosis what the attempt would say without PostFilter, or null when a node is feasible
 *     or a filter failed
 */
public record Judgement(
    @Nullable Status refusal,
    @Nullable PreFilterOutcome preFilter,
    Map<String, Status> rejected,
    Map<String, NodeScores> scores,
    Status.@Nullable Error scoringError,
    @Nullable Diagnosis diagnosis) {

  public Judgement {
    rejected = Collections.unmodifiableMap(new LinkedHashMap<>(rejected));
    scores = Collections.unmodifiableMap(new LinkedHashMap<>(scores));
  }

  /** A feasible node's total and its parts in plugin order. */
  public record NodeScores(long total, List<PluginScore> plugins) {
    public NodeScores {
      plugins = List.copyOf(plugins);
    }
  }
}
