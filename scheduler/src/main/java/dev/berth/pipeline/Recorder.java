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

/**
 * Writes the {@link DecisionRecord} of an attempt from its codes and scores.
 *
 * <p>Shortfalls are asked for a bounded sample of the rejected nodes, so the cost does not grow
 * with the cluster beyond one pass over the codes. Threading: the thread that owns the view.
 */
final class Recorder {

  /** Rejected nodes per status among which the nearest misses are sought. */
  private static final int SAMPLE = 16;

  private final Map<String, FilterPlugin> plugins = new HashMap<>();

  Recorder(List<FilterPlugin> filters) {
    filters.forEach(plugin -> plugins.put(plugin.name(), plugin));
  }

  DecisionRecord record(
      CycleState state,
      PodInfo pod,
      ClusterView view,
      CodeColumn codes,
      RejectionCounts counts,
      List<DecisionRecord.ScoredNode> best) {
    StatusCodes table = view.memos().codes();
    List<DecisionRecord.Rejection> rejections = new ArrayList<>();
    int others = 0;
    if (codes.rejected() > 0) {
      for (int code : counts.occurring()) {
        if (rejections.size() == DecisionRecord.MAX_STATUSES) {
          others += counts.of(code);
        } else {
          Status status = table.statusOf(code);
          rejections.add(
              new DecisionRecord.Rejection(
                  status, counts.of(code), examples(state, pod, view, codes, code, status)));
        }
      }
    }
    return new DecisionRecord(
        view.generation(),
        view.nodeCount(),
        codes.size() - codes.rejected(),
        rejections,
        others,
        best);
  }

  private List<DecisionRecord.Example> examples(
      CycleState state, PodInfo pod, ClusterView view, CodeColumn codes, int code, Status status) {
    List<DecisionRecord.Example> sample = new ArrayList<>();
    FilterPlugin plugin = plugins.get(status.plugin());
    for (int i = 0; i < codes.size() && sample.size() < SAMPLE; i++) {
      if (codes.get(i) == code) {
        NodeInfo node = view.node(i);
        sample.add(
            new DecisionRecord.Example(
                node.name(), plugin == null ? List.of() : plugin.shortfalls(state, pod, node)));
      }
    }
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
