package dev.berth.pipeline;

import dev.berth.framework.Shortfall;
import dev.berth.framework.Status;
import java.util.List;

/**
 * What one attempt leaves behind for somebody who asks why: counts per status, a few example nodes
 * with what they lack, the best nodes with their scores.
 *
 * <p>Bounded by construction: at most {@link #MAX_STATUSES} statuses with {@link #MAX_EXAMPLES}
 * nodes each and {@link #MAX_BEST} scored nodes. Tables of every node are computed again when
 * somebody asks. Threading: immutable.
 *
 * @param viewGeneration the generation of the view that was judged
 * @param nodes nodes of the view
 * @param feasible nodes that passed
 * @param rejections most frequent first; the rest is counted in {@code otherRejections}
 * @param best the highest totals, best first; empty when no node was scored
 */
public record DecisionRecord(
    long viewGeneration,
    int nodes,
    int feasible,
    List<Rejection> rejections,
    int otherRejections,
    List<ScoredNode> best) {

  /** Statuses that a record names. */
  public static final int MAX_STATUSES = 8;

  /** Example nodes per status. */
  public static final int MAX_EXAMPLES = 3;

  /** Scored nodes that a record names. */
  public static final int MAX_BEST = 5;

  /** A record that was not asked for. */
  public static final DecisionRecord NONE = new DecisionRecord(0, 0, 0, List.of(), 0, List.of());

  public DecisionRecord {
    rejections = List.copyOf(rejections);
    best = List.copyOf(best);
  }

  /** One status, how many nodes got it, and a few of them, nearest misses first. */
  public record Rejection(Status status, int nodes, List<Example> examples) {
    public Rejection {
      examples = List.copyOf(examples);
    }
  }

  /** A rejected node and what it lacks. */
  public record Example(String node, List<Shortfall> shortfalls) {
    public Example {
      shortfalls = List.copyOf(shortfalls);
    }
  }

  /** A feasible node, its total and what each plugin gave. */
  public record ScoredNode(String node, long total, List<PluginScore> scores) {
    public ScoredNode {
      scores = List.copyOf(scores);
    }
  }
}
