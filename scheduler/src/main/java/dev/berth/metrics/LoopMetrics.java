package dev.berth.metrics;

import dev.berth.cluster.MirrorSizes;
import dev.berth.cycle.Inbox;
import dev.berth.queue.QueueSizes;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What the loop publishes about itself, read when somebody scrapes.
 *
 * <p>Threading: any thread.
 */
final class LoopMetrics {
  private static final double MILLIS = 1e-3;

  private LoopMetrics() {}

  static void register(
      Instruments make,
      Supplier<QueueSizes> queue,
      Supplier<MirrorSizes> mirror,
      Inbox inbox,
      LongSupplier lastTurnMillis,
      InstantSource clock) {
    make.asked(
        "scheduler_pending_pods",
        "[STABLE] Pods that wait, by the place where they wait.",
        values -> {
          QueueSizes now = queue.get();
          values.call(now.active(), "active");
          values.call(now.backoff(), "backoff");
          values.call(now.unschedulable(), "unschedulable");
          values.call(now.gated(), "gated");
        },
        "queue");
    make.asked(
        "scheduler_cache_size",
        "[ALPHA] Nodes, placed pods and assumed pods in the mirror of the cluster.",
        values -> {
          MirrorSizes now = mirror.get();
          values.call(now.nodes(), "nodes");
          values.call(now.pods(), "pods");
          values.call(now.assumedPods(), "assumed_pods");
        },
        "type");
    make.asked(
        "berth_inbox_messages",
        "Messages that wait for the scheduler thread.",
        values -> values.call(inbox.depth()));
    make.asked(
        "berth_loop_heartbeat_age_seconds",
        "Since the scheduler thread last began a turn; it does so once a second when idle.",
        values -> values.call((clock.millis() - lastTurnMillis.getAsLong()) * MILLIS));
  }
}
