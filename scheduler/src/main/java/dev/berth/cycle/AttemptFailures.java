package dev.berth.cycle;

import dev.berth.framework.Preemption;
import dev.berth.framework.Status;
import dev.berth.framework.StatusWriter;
import dev.berth.pipeline.Diagnosis;
import dev.berth.queue.QueuedPod;
import dev.berth.queue.SchedulingQueue;
import java.time.InstantSource;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What happens to a pod that was not placed: back to the queue with the plugins to blame, and its
 * condition written.
 *
 * <p>Mirrors {@code handleSchedulingFailure}, {@code pkg/scheduler/schedule_one.go}, Kubernetes
 * 1.36.3. Threading: scheduler thread only.
 */
final class AttemptFailures {

  private final SchedulingQueue queue;
  private final StatusWriter writer;
  private final CycleListener listener;
  private final InstantSource clock;

  AttemptFailures(
      SchedulingQueue queue, StatusWriter writer, CycleListener listener, InstantSource clock) {
    this.queue = queue;
    this.writer = writer;
    this.listener = listener;
    this.clock = clock;
  }

  private void ended(QueuedPod pod, AttemptEnd.Outcome outcome, String message) {
    listener.ended(AttemptEnd.failed(pod, outcome, message, clock));
  }

  /** No node fits. */
  void unfit(QueuedPod pod, Diagnosis diagnosis) {
    String message = diagnosis.message();
    ended(pod, AttemptEnd.Outcome.UNSCHEDULABLE, message);
    boolean cameBack =
        queue.addUnschedulable(pod, diagnosis.unschedulablePlugins(), diagnosis.pendingPlugins());
    if (cameBack) {
      String nomination = nomination(diagnosis);
      queue.nominate(pod, nomination);
      writer.notScheduled(pod.pod(), StatusWriter.Reason.UNSCHEDULABLE, message, nomination);
    }
  }

  /**
   * A preemption that is planned is not carried out. Nobody deletes the victims, so the pod is
   * promised nothing there, and what it was promised before it leaves, as it would for the new
   * node.
   */
  private static @Nullable String nomination(Diagnosis diagnosis) {
    return switch (diagnosis.preemption()) {
      case Preemption.Planned _ -> "";
      case Preemption.NotTried _, Preemption.Without _ -> diagnosis.nomination();
    };
  }

  /** A plugin failed, or a step after the decision did. */
  void error(QueuedPod pod, Status status) {
    ended(pod, AttemptEnd.Outcome.ERROR, status.message());
    if (queue.addUnschedulable(pod, Set.of(), Set.of())) {
      queue.nominate(pod, "");
      writer.notScheduled(pod.pod(), StatusWriter.Reason.SCHEDULER_ERROR, status.message(), "");
    }
  }

  /**
   * A plugin rejected the chosen node after the decision; kube-scheduler words it as a cluster of
   * one node.
   */
  void rejectedAfterDecision(QueuedPod pod, Status rejection) {
    Set<String> plugins = rejection.plugin().isEmpty() ? Set.of() : Set.of(rejection.plugin());
    Set<String> pending = rejection instanceof Status.Pending ? plugins : Set.of();
    unfit(pod, Diagnosis.ofChosenNode(rejection, plugins, pending));
  }

  /**
   * PreBind or Bind rejected the pod. Nobody is asked what may help a pod that got so far: it backs
   * off as after an error, and the plugin's own words are its condition.
   */
  void rejectedWhileBinding(QueuedPod pod, Status rejection) {
    ended(pod, AttemptEnd.Outcome.UNSCHEDULABLE, rejection.message());
    if (queue.addUnschedulable(pod, Set.of(), Set.of())) {
      queue.nominate(pod, "");
      writer.notScheduled(pod.pod(), StatusWriter.Reason.UNSCHEDULABLE, rejection.message(), "");
    }
  }

  void afterDecision(QueuedPod pod, Status status) {
    if (status.isRejection()) {
      rejectedAfterDecision(pod, status);
    } else {
      error(pod, status);
    }
  }
}
