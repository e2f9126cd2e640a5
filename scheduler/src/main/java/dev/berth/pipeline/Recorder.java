package dev.berth.pipeline;

import dev.berth.columns.CodeColumn;
import dev.berth.framework.ClusterView;
import dev.berth.framework.CycleState;
import dev.berth.framework.FilterPlugin;
import dev.berth.framework.Shortfall;
import dev.berth.framework.Status;
import dev.berth.framework.StatusCodes;
import dev.berth.model.NodeInfo;
import dev.berth.model.PodInfo;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes the {@link DecisionRecord} of an attempt from its codes and scores.
 *
 * <p>Shortfalls are asked for a bounded sample of the rejected nodes, so the cost does not grow
 * with the cluster beyond one pass over the codes per status. Threading: the thread that owns the
 * view.
 */
final class Recorder {

  /** Rejected nodes per status among which the nearest misses are sought. */
  private static final int SAMPLE = 16;

  private final Recording recording;
  private final Map<String, FilterPlugin> plugins = new HashMap<>();
  private final NodeFilters filters;

  Recorder(Recording recording, List<FilterPlugin> plugins, NodeFilters filters) {
    this.recording = recording;
    plugins.forEach(plugin -> this.plugins.put(plugin.name(), plugin));
    this.filters = filters;
  }

  /** Whether records are kept at all. */
  boolean isOn() {
    return recording == Recording.ON;
  }

  /** Of an attempt that ended before nodes were compared. */
  DecisionRecord withoutNodes(ClusterView view, int feasible) {
    return isOn()
        ? DecisionRecord.withoutNodes(view.generation(), view.nodeCount(), feasible)
        : DecisionRecord.NONE;
  }

  /** Of an attempt that rejected the pod itself. */
  DecisionRecord ofRejectedPod(ClusterView view, Status status) {
    return isOn()
        ? DecisionRecord.ofRejectedPod(view.generation(), view.nodeCount(), status)
        : DecisionRecord.NONE;
  }

  DecisionRecord record(
      CycleState state,
      PodInfo pod,
      ClusterView view,
      CodeColumn codes,
      RejectionCounts counts,
      List<DecisionRecord.ScoredNode> best) {
    return isOn() ? write(state, pod, view, codes, counts, best) : DecisionRecord.NONE;
  }

  private DecisionRecord write(
      CycleState state,
      PodInfo pod,
      ClusterView view,
      CodeColumn codes,
      RejectionCounts counts,
      List<DecisionRecord.ScoredNode> best) {
    StatusCodes table = view.memos().codes();
    RecordBudget budget = new RecordBudget();

    // 1. What happened how often.
    List<Integer> shown = new ArrayList<>();
    int others = 0;
    for (int code : codes.rejected() == 0 ? List.<Integer>of() : counts.mostFrequent(table)) {
      if (shown.size() < DecisionRecord.MAX_STATUSES && budget.takes(table.statusOf(code))) {
        shown.add(code);
      } else {
        others += counts.of(code);
      }
    }

    // 2. The best nodes, and last some of the rejected ones, as many as there is room for.
    List<DecisionRecord.ScoredNode> bestShown = best.stream().takeWhile(budget::takes).toList();
    List<DecisionRecord.Rejection> rejections = new ArrayList<>();
    for (int code : shown) {
      Status status = table.statusOf(code);
      List<DecisionRecord.Example> examples =
          nearest(sample(state, pod, view, codes, code, plugins.get(status.plugin())));
      rejections.add(
          new DecisionRecord.Rejection(
              status, counts.of(code), examples.stream().takeWhile(budget::takes).toList()));
    }
    return new DecisionRecord(
        view.generation(),
        view.nodeCount(),
        codes.size() - codes.rejected(),
        rejections,
        others,
        bestShown);
  }

  private List<DecisionRecord.Example> sample(
      CycleState state,
      PodInfo pod,
      ClusterView view,
      CodeColumn codes,
      int code,
      @Nullable FilterPlugin plugin) {
    List<DecisionRecord.Example> sample = new ArrayList<>();
    for (int i = 0; i < codes.size() && sample.size() < SAMPLE; i++) {
      if (codes.get(i) == code) {
        NodeInfo node = view.node(i);
        sample.add(
            new DecisionRecord.Example(
                node.name(), plugin == null ? List.of() : shortfalls(plugin, state, pod, node)));
      }
    }
    return sample;
  }

  /** What the node lacks; when it lacks nothing, what it lacks beside the pods nominated to it. */
  private List<Shortfall> shortfalls(
      FilterPlugin plugin, CycleState state, PodInfo pod, NodeInfo node) {
    try {
      List<Shortfall> lacking = plugin.shortfalls(state, pod, node);
      NodeInfo crowded = lacking.isEmpty() ? filters.crowded(pod, node) : node;
      return crowded == node ? lacking : plugin.shortfalls(state, pod, crowded);
    } catch (RuntimeException thrown) {
      PluginFailures.report(plugin, "shortfalls", thrown);
      return List.of();
    }
  }

  private static List<DecisionRecord.Example> nearest(List<DecisionRecord.Example> sample) {
    sample.sort(Comparator.comparingDouble(Recorder::missing));
    return sample.subList(0, Math.min(DecisionRecord.MAX_EXAMPLES, sample.size()));
  }

  /** The largest missing share of a wanted amount: 0.1 means that a tenth of it is missing. */
  private static double missing(DecisionRecord.Example example) {
    double worst = 0;
    for (Shortfall shortfall : example.shortfalls()) {
      double share =
          (double) (shortfall.needed() - shortfall.free()) / Math.max(1, shortfall.needed());
      worst = Math.max(worst, share);
    }
    return worst;
  }
}
