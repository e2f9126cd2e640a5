package dev.berth.bench;

import dev.berth.pipeline.EvaluationMode;
import dev.berth.pipeline.Recording;
import java.time.Duration;
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
 * @param warmUp how long decisions are made before those that count, per size and recording: the
 *     compiler of the JVM needs time, not a number of decisions
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
    Duration warmUp,
    int rounds) {

  public DecideSettings {
    nodes = List.copyOf(nodes);
    recordings = List.copyOf(recordings);
    for (int size : nodes) {
      atLeast(1, size, "nodes");
    }
    atLeast(1, pods, "pods");
    atLeast(0, placedBefore, "placed");
    if (warmUp.isNegative()) {
      throw new IllegalArgumentException("warm-up is " + warmUp + " and must not be negative.");
    }
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
