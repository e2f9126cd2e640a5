package dev.berth.explain;

import dev.berth.pipeline.DecisionRecord;
import java.util.stream.Collectors;

/**
 * How a decision came about, as one line for the log: what rejected how many nodes, and the best
 * nodes with what each plugin gave.
 *
 * <p>Threading: any thread.
 */
final class DecisionDetail {
  private DecisionDetail() {}

  static String of(DecisionRecord record) {
    String rejections =
        record.rejections().stream()
            .map(DecisionDetail::rejection)
            .collect(Collectors.joining("; "));
    String best =
        record.best().stream().map(DecisionDetail::scored).collect(Collectors.joining("; "));
    return "%d of %d nodes feasible; rejected: %s; best: %s"
        .formatted(
            record.feasible(),
            record.nodes(),
            rejections.isEmpty() ? "none" : rejections,
            best.isEmpty() ? "not scored" : best);
  }

  private static String rejection(DecisionRecord.Rejection rejection) {
    String nodes =
        rejection.examples().stream()
            .map(DecisionRecord.Example::node)
            .collect(Collectors.joining(", "));
    return "%d x %s: %s%s"
        .formatted(
            rejection.nodes(),
            rejection.status().plugin(),
            rejection.status().message(),
            nodes.isEmpty() ? "" : " (" + nodes + ")");
  }

  private static String scored(DecisionRecord.ScoredNode node) {
    String scores =
        node.scores().stream()
            .map(score -> score.plugin() + " " + score.score())
            .collect(Collectors.joining(", "));
    return node.node() + " " + node.total() + (scores.isEmpty() ? "" : " (" + scores + ")");
  }
}
