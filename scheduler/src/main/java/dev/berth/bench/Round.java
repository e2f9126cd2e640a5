package dev.berth.bench;

import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import com.sun.management.ThreadMXBean;
import dev.berth.cluster.ClusterMirror;
import dev.berth.framework.ClusterView;
import dev.berth.framework.CycleState;
import dev.berth.framework.ReservePlugin;
import dev.berth.framework.Status;
import dev.berth.model.PodInfo;
import dev.berth.pipeline.Pipeline;
import dev.berth.pipeline.ScheduleResult;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * One pass over the pods on a fresh cluster: each is decided about and, when a node was found,
 * assumed and reserved there, and both are measured.
 *
 * <p>The clock is read next to the call; CPU time and allocated bytes are read around it, so that
 * CPU time includes about a third of a microsecond for reading it. Threading: one thread, which is
 * the one that is measured.
 */
final class Round {

  private static final ThreadMXBean THREAD =
      (ThreadMXBean) ManagementFactory.getThreadMXBean(); // HotSpot's, in every JDK we run on

  private final Pipeline pipeline;
  private final List<ReservePlugin> reserve;
  private final ClusterMirror mirror;
  private final Hasher placements = Hashing.sha256().newHasher();

  final Samples decisionNanos;
  final Samples decisionCpuNanos;
  final Samples unplacedNanos;
  final Samples assumeNanos;
  final Samples decisionBytes;
  final Samples assumeBytes;

  /**
   * @param reserve what keeps its own state in step with placements
   * @param mirror of a fresh cluster, the one that the pipeline's plugins look at
   */
  Round(Pipeline pipeline, List<ReservePlugin> reserve, ClusterMirror mirror, int pods) {
    this.pipeline = pipeline;
    this.reserve = reserve;
    this.mirror = mirror;
    decisionNanos = new Samples(pods);
    decisionCpuNanos = new Samples(pods);
    unplacedNanos = new Samples(0);
    assumeNanos = new Samples(pods);
    decisionBytes = new Samples(pods);
    assumeBytes = new Samples(pods);
  }

  void decide(PodInfo pod) {
    long bytes = THREAD.getCurrentThreadAllocatedBytes();
    long cpu = THREAD.getCurrentThreadCpuTime();
    long start = System.nanoTime();
    CycleState state = CycleState.create();
    ScheduleResult result = pipeline.schedule(state, pod, mirror.view());
    long nanos = System.nanoTime() - start;
    long cpuNanos = THREAD.getCurrentThreadCpuTime() - cpu;
    long allocated = THREAD.getCurrentThreadAllocatedBytes() - bytes;
    switch (result) {
      case ScheduleResult.Selected selected -> {
        decisionNanos.add(nanos);
        decisionCpuNanos.add(cpuNanos);
        decisionBytes.add(allocated);
        assume(state, pod, selected.nodeName());
      }
      case ScheduleResult.Unfit _ -> {
        unplacedNanos.add(nanos);
        note(pod, "");
      }
      case ScheduleResult.Aborted aborted ->
          throw new IllegalStateException(
              "pod " + pod + " could not be judged: " + aborted.error().message());
    }
    mirror.betweenAttempts();
  }

  private void assume(CycleState state, PodInfo pod, String node) {
    long bytes = THREAD.getCurrentThreadAllocatedBytes();
    long start = System.nanoTime();
    PodInfo assumed = mirror.assume(pod, node).pod();
    for (ReservePlugin plugin : reserve) {
      Status reserved = plugin.reserve(state, assumed, node);
      if (!reserved.isSuccess()) {
        throw new IllegalStateException(
            "pod " + pod + " could not be reserved: " + reserved.message());
      }
    }
    assumeNanos.add(System.nanoTime() - start);
    assumeBytes.add(THREAD.getCurrentThreadAllocatedBytes() - bytes);
    note(pod, node);
  }

  private void note(PodInfo pod, String node) {
    placements.putString(pod.uid(), StandardCharsets.UTF_8).putChar('>');
    placements.putString(node, StandardCharsets.UTF_8).putChar('\n');
  }

  /** What became of the pods; ends the round. */
  Quality quality() {
    ClusterView view = mirror.view();
    int used = 0;
    int fewest = Integer.MAX_VALUE;
    int most = 0;
    for (int i = 0; i < view.nodeCount(); i++) {
      int pods = view.node(i).podCount();
      used += pods == 0 ? 0 : 1;
      fewest = Math.min(fewest, pods);
      most = Math.max(most, pods);
    }
    return new Quality(
        decisionNanos.count(),
        unplacedNanos.count(),
        used,
        fewest,
        most,
        placements.hash().toString().substring(0, 16));
  }
}
