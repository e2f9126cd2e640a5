package dev.berth.bench.cluster;

import dev.berth.bench.Workload;
import java.time.Duration;
import java.util.List;

/**
 * What {@link ClusterBench} is to measure.
 *
 * <p>Threading: immutable.
 *
 * @param contenders each is measured {@code runs} times, in the order A B, B A, A B ...
 * @param pods of the measured drain
 * @param warmUpPods of the drain before it, which starts with the process, of the kinds that the
 *     workload has before the measured ones; 0 for none: then the measured drain is the cold one
 * @param openLoop pods at a fixed rate after the drains
 * @param qps what every contender's client may ask for in a second, and at once
 * @param seed of zones and requests
 */
public record ClusterSettings(
    List<Contender> contenders,
    int runs,
    Workload workload,
    int nodes,
    int pods,
    int warmUpPods,
    OpenLoop openLoop,
    int qps,
    long seed) {

  /**
   * Pods that come at a fixed rate, whatever becomes of those before them.
   *
   * @param perSecond 0 for none
   */
  public record OpenLoop(double perSecond, Duration length) {
    int pods() {
      return (int) Math.round(perSecond * length.toMillis() / 1000.0);
    }
  }

  public ClusterSettings {
    contenders = List.copyOf(contenders);
    String reason = workload.whyInProcessOnly();
    if (!reason.isEmpty()) {
      throw new IllegalArgumentException(
          "workload %s is measured in process only: %s. Maybe bench decide?"
              .formatted(workload.title(), reason));
    }
    atLeast(1, runs, "runs");
    atLeast(1, nodes, "nodes");
    atLeast(1, pods, "pods");
    atLeast(0, warmUpPods, "warm-up");
    atLeast(1, qps, "qps");
    if (!(openLoop.perSecond() >= 0 && openLoop.perSecond() <= 10_000)) {
      throw new IllegalArgumentException(
          "rate is %s and must be from 0 (none) to 10000.".formatted(openLoop.perSecond()));
    }
    int needed = workload.nodesFor(warmUpPods, pods + openLoop.pods());
    if (needed > nodes) {
      throw new IllegalArgumentException(
          "%d pods of %s, with those of warm-up and open loop, need %d nodes, and there are %d. Maybe more nodes?"
              .formatted(warmUpPods + pods + openLoop.pods(), workload.title(), needed, nodes));
    }
  }

  private static void atLeast(int least, int value, String name) {
    if (value < least) {
      throw new IllegalArgumentException(
          "%s is %d and must be at least %d.".formatted(name, value, least));
    }
  }

  /** All pods of one run. */
  int allPods() {
    return warmUpPods + pods + openLoop.pods();
  }
}
