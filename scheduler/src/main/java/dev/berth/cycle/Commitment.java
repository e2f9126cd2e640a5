package dev.berth.cycle;

import dev.berth.cluster.ClusterMirror;
import dev.berth.framework.CycleState;
import dev.berth.framework.ExternalExtender;
import dev.berth.framework.PointTimes;
import dev.berth.framework.PreBindPlugin;
import dev.berth.framework.Status;
import dev.berth.framework.StatusWriter;
import dev.berth.model.PodInfo;
import dev.berth.pipeline.Extenders;
import dev.berth.queue.PodEvents;
import dev.berth.queue.QueuedPod;
import dev.berth.queue.SchedulingQueue;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Carries a decision out: assume, Reserve, Permit, hand over, and on the outcome confirm or undo.
 *
 * <p>Every way out of {@link #begin} leaves the pod either handed over, waiting in Permit, or back
 * in the queue with everything taken back. Mirrors {@code prepareForBindingCycle}, {@code
 * bindingCycle} and {@code handleBindingCycleError}, {@code pkg/scheduler/schedule_one.go},
 * Kubernetes 1.36.3. Threading: scheduler thread only.
 */
final class Commitment {

  private final ClusterMirror mirror;
  private final SchedulingQueue queue;
  private final WaitingRoom waitingRoom;
  private final BindingPool bindings;
  private final Extenders extenders;
  private final AttemptFailures failures;
  private final StatusWriter writer;
  private final CycleListener listener;
  private final PointTimes times;
  private final InstantSource clock;
  private final Map<String, Placement> handedOver = new HashMap<>();

  Commitment(
      ClusterMirror mirror,
      SchedulingQueue queue,
      WaitingRoom waitingRoom,
      BindingPool bindings,
      Extenders extenders,
      AttemptFailures failures,
      StatusWriter writer,
      CycleListener listener,
      PointTimes times,
      InstantSource clock) {
    this.mirror = mirror;
    this.queue = queue;
    this.waitingRoom = waitingRoom;
    this.bindings = bindings;
    this.extenders = extenders;
    this.failures = failures;
    this.writer = writer;
    this.listener = listener;
    this.times = times;
    this.clock = clock;
  }

  /** Placements that the binding threads have. */
  int inFlight() {
    return handedOver.size();
  }

  void begin(QueuedPod queued, Profile profile, CycleState state, String nodeName) {
    // 1. The pod counts on its node from now on.
    Reservation reservation = new Reservation();
    PodInfo assumed = mirror.assume(queued.pod(), nodeName).pod();
    reservation.onUndo(() -> mirror.forget(assumed.uid()));
    queue.nominations().remove(assumed.uid());
    Placement placement =
        new Placement(
            queued,
            assumed,
            state,
            profile.plugins(),
            extenders.asked(assumed, ExternalExtender.Question.BIND),
            reservation,
            times);

    // 2. Plugins keep their own state in step.
    PlacementPlugins plugins = new PlacementPlugins(placement);
    reservation.onUndo(plugins::unreserve);
    Status reserved = plugins.reserve();
    if (!reserved.isSuccess()) {
      takeBack(placement, reserved);
      failures.afterDecision(queued, reserved);
      return;
    }

    // 3. The last word.
    Map<String, Duration> waits = new LinkedHashMap<>();
    Status permitted = plugins.permit(waits);
    if (!permitted.isSuccess()) {
      takeBack(placement, permitted);
      failures.afterDecision(queued, permitted);
      return;
    }

    // 4. Who has work to do before the pod is bound.
    List<PreBindPlugin> atWork = new ArrayList<>();
    Status ready = plugins.preFlight(atWork);
    if (!ready.isSuccess()) {
      failedAfterHolding(placement, ready);
      return;
    }

    // 5. Held, or off to be bound; others are told the node when that may take a while.
    if (!waits.isEmpty() || !atWork.isEmpty()) {
      writer.expectedNode(assumed, nodeName);
    }
    if (waits.isEmpty()) {
      handOver(placement, atWork);
    } else {
      waitingRoom.hold(placement.uid(), waits, new AfterPermit(placement, atWork));
    }
  }

  private final class AfterPermit implements WaitingRoom.Outcome {
    private final Placement placement;
    private final List<PreBindPlugin> atWork;
    private final long startNanos = System.nanoTime();

    private AfterPermit(Placement placement, List<PreBindPlugin> atWork) {
      this.placement = placement;
      this.atWork = atWork;
    }

    @Override
    public void allowed() {
      listener.permitWaited(Status.success(), System.nanoTime() - startNanos);
      handOver(placement, atWork);
    }

    @Override
    public void rejected(Status status) {
      listener.permitWaited(status, System.nanoTime() - startNanos);
      takeBack(placement, status);
      failures.rejectedAfterDecision(placement.queued(), status);
      wakeOthers(placement);
    }
  }

  /** From here on no change of the cluster can make this attempt unschedulable. */
  private void handOver(Placement placement, List<PreBindPlugin> atWork) {
    queue.done(placement.uid());
    placement.reservation().handOver();
    handedOver.put(placement.uid(), placement);
    bindings.start(placement, atWork);
  }

  /** The binding thread is done with the pod of this uid. */
  void finished(String uid, Status outcome) {
    Placement placement = handedOver.remove(uid);
    if (placement == null) {
      throw new IllegalStateException(
          "a binding of uid " + uid + " finished that was not handed over");
    }
    if (outcome.isSuccess() || isShownThere(placement)) {
      placement.reservation().confirm();
      listener.bound(placement.pod(), placement.nodeName());
      listener.ended(AttemptEnd.scheduled(placement.queued(), clock));
      new PlacementPlugins(placement).postBind();
    } else if (outcome.isRejection()) {
      takeBack(placement, outcome);
      failures.rejectedWhileBinding(placement.queued(), outcome);
      wakeOthers(placement);
    } else {
      failedAfterHolding(placement, outcome);
    }
  }

  /** The watch has the last word: the pod is bound where we wanted it, only the reply was lost. */
  private boolean isShownThere(Placement placement) {
    PodInfo known = mirror.find(placement.uid());
    return known != null
        && !mirror.isAssumed(placement.uid())
        && known.nodeName().equals(placement.nodeName());
  }

  /**
   * The pod has occupied its node for a while, so its going is a change that may help others, and
   * after an error the pod itself.
   */
  private void failedAfterHolding(Placement placement, Status error) {
    takeBack(placement, error);
    queue.moveAll(PodEvents.ASSIGNED_POD_DELETE, placement.pod(), null);
    failures.error(placement.queued(), error);
  }

  /** As above; a rejected pod is not helped by its own going. */
  private void wakeOthers(Placement placement) {
    queue.moveAll(
        PodEvents.ASSIGNED_POD_DELETE,
        placement.pod(),
        null,
        other -> !other.uid().equals(placement.uid()));
  }

  private void takeBack(Placement placement, Status status) {
    placement.reservation().undo();
    listener.undone(placement.pod(), placement.nodeName(), status);
  }
}
