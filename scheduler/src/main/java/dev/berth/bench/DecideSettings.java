package dev.berth.bench;

import dev.berth.pipeline.EvaluationMode;
import dev.berth.pipeline.Recording;
import java.util.List;

/**
 * What {@link DecideBench} is to measure.
 *
 * <p>Threading: immutable.
 *
 * @param nodes cluster sizes, each measured on its own
 * @param pods pods to decide about, one after the other
 * @param placedBefore pods that are on the nodes before the first decision
 * @param seed of nodes, pods and of the choice among equally good nodes
 * @param recordings with records, without, or both
 * @param warmUpDecisions decisions before those that count, per size and recording; cut short after
 *     {@link #MAX_WARM_UP_SECONDS}
 * @param rounds how often the measured decisions are repeated on a fresh cluster
 */
public record DecideSettings(
    Workload workload,
    List<Integer> nodes,
    int pods,
    int placedBefore,
    long seed,
    List<Recording> recordings,
    EvaluationMode mode,
    int warmUpDecisions,
    int rounds) {

  static final int MAX_WARM_UP_SECONDS = 10;

  public DecideSettings {
    nodes = List.copyOf(nodes);
    recordings = List.copyOf(recordings);
    for (int size : nodes) {
      atLeast(1, size, "nodes");
    }
    atLeast(1, pods, "pods");
    atLeast(0, placedBefore, "placed");
    atLeast(0, warmUpDecisions, "warm-up");
    atLeast(1, rounds, "rounds");
    if (nodes.isEmpty() || recordings.isEmpty()) {
      throw new IllegalArgumentException("there is no cluster size to measure. Maybe 5000.");
    }
  }

  private static void atLeast(int least, int value, String name) {
    if (value < least) {
      throw new IllegalArgumentException(
          "%s is %d and must be at least %d.".formatted(name, value, least));
    }
  }
}
