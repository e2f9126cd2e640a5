package dev.berth.pipeline;

import dev.berth.framework.Shortfall;
import dev.berth.framework.Status;
import java.util.List;

/**
 * What one attempt leaves behind for somebody who asks why: counts per status, a few example nodes
 * with what they lack, the best nodes with their scores.
 *
 * <p>The pipeline makes records of at most {@link #MAX_STATUSES} statuses with {@link
 * #MAX_EXAMPLES} nodes each and {@link #MAX_BEST} scored nodes, and of fewer when they would take
 * more than {@link #MAX_BYTES}. Tables of every node are computed again when somebody asks.
 * Threading: immutable.
 *
 * @param viewGeneration the generation of the view that was judged
 * @param nodes nodes of the view
 * @param feasible nodes that passed; of an attempt that took the node promised to the pod, 1
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

  /** What a record may take when it is written as JSON, about: examples are left out first. */
  public static final int MAX_BYTES = 4096;

  /** A record that was not asked for. */
  public static final DecisionRecord NONE = new DecisionRecord(0, 0, 0, List.of(), 0, List.of());

  public DecisionRecord {
    rejections = List.copyOf(rejections);
    best = List.copyOf(best);
  }

  /** Of an attempt that ended before nodes were compared. */
  static DecisionRecord withoutNodes(long viewGeneration, int nodes, int feasible) {
    return new DecisionRecord(viewGeneration, nodes, feasible, List.of(), 0, List.of());
  }

  /** Of an attempt that rejected the pod itself, so that no node can be an example. */
  static DecisionRecord ofRejectedPod(long viewGeneration, int nodes, Status status) {
    Rejection everywhere = new Rejection(status, nodes, List.of());
    return new DecisionRecord(viewGeneration, nodes, 0, List.of(everywhere), 0, List.of());
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
