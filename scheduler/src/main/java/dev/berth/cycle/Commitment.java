package dev.berth.cycle;

import dev.berth.cluster.ClusterMirror;
import dev.berth.framework.CycleState;
import dev.berth.framework.ExternalExtender;
import dev.berth.framework.PermitPlugin;
import dev.berth.framework.PointTimes;
import dev.berth.framework.PostBindPlugin;
import dev.berth.framework.PreBindPlugin;
import dev.berth.framework.ReservePlugin;
import dev.berth.framework.Status;
import dev.berth.framework.StatusWriter;
import dev.berth.framework.TimedPoint;
import dev.berth.model.PodInfo;
import dev.berth.pipeline.Extenders;
import dev.berth.pipeline.PluginTimes;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries a decision out: assume, Reserve, Permit, hand over, and on the outcome confirm or undo.
 *
 * <p>Every way out of {@link #begin} leaves the pod either handed over, waiting in Permit, or back
 * in the queue with everything taken back. Mirrors {@code prepareForBindingCycle}, {@code
 * bindingCycle} and {@code handleBindingCycleError}, {@code pkg/scheduler/schedule_one.go},
 * Kubernetes 1.36.3. Threading: scheduler thread only.
 */
final class Commitment {

  private static final Status HELD = Status.waiting(Duration.ZERO);

  private static final Logger LOG = LoggerFactory.getLogger(Commitment.class);

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
    reservation.onUndo(() -> unreserve(placement));
    long reserveStart = System.nanoTime();
    Status reserved = reserve(placement);
    placement.took(TimedPoint.RESERVE, reserved, reserveStart);
    if (!reserved.isSuccess()) {
      takeBack(placement, reserved);
      failures.afterDecision(queued, reserved);
      return;
    }

    // 3. The last word.
    Map<String, Duration> waits = new LinkedHashMap<>();
    long permitStart = System.nanoTime();
    Status permitted = permit(placement, waits);
    placement.took(TimedPoint.PERMIT, waits.isEmpty() ? permitted : HELD, permitStart);
    if (!permitted.isSuccess()) {
      takeBack(placement, permitted);
      failures.afterDecision(queued, permitted);
      return;
    }

    // 4. Who has work to do before the pod is bound.
    List<PreBindPlugin> atWork = new ArrayList<>();
    long preFlightStart = System.nanoTime();
    Status ready = preFlight(placement, atWork);
    placement.took(
        TimedPoint.PRE_BIND_PRE_FLIGHT,
        ready.isSuccess() && atWork.isEmpty() ? Status.skip() : ready,
        preFlightStart);
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

  private Status reserve(Placement placement) {
    for (ReservePlugin plugin : placement.plugins().commitment().reserve()) {
      long start = PluginTimes.start(placement.state());
      Status status;
      try {
        status = plugin.reserve(placement.state(), placement.pod(), placement.nodeName());
      } catch (RuntimeException thrown) {
        LOG.error("plugin {} threw in reserve", plugin.name(), thrown);
        status = Status.error(thrown);
      }
      placement.took(TimedPoint.RESERVE, plugin, status, start);
      if (!status.isSuccess()) {
        return failure("Reserve", plugin.name(), status);
      }
    }
    return Status.success();
  }

  private static void unreserve(Placement placement) {
    long start = System.nanoTime();
    for (ReservePlugin plugin : placement.plugins().commitment().reserve().reversed()) {
      long pluginStart = PluginTimes.start(placement.state());
      try {
        plugin.unreserve(placement.state(), placement.pod(), placement.nodeName());
      } catch (RuntimeException thrown) {
        LOG.error("plugin {} threw in unreserve; the others go on", plugin.name(), thrown);
      }
      placement.took(TimedPoint.UNRESERVE, plugin, Status.success(), pluginStart);
    }
    placement.took(TimedPoint.UNRESERVE, Status.success(), start);
  }

  private static Status permit(Placement placement, Map<String, Duration> waits) {
    for (PermitPlugin plugin : placement.plugins().commitment().permit()) {
      long start = PluginTimes.start(placement.state());
      Status status;
      try {
        status = plugin.permit(placement.state(), placement.pod(), placement.nodeName());
      } catch (RuntimeException thrown) {
        LOG.error("plugin {} threw in permit", plugin.name(), thrown);
        status = Status.error(thrown);
      }
      placement.took(TimedPoint.PERMIT, plugin, status, start);
      if (status instanceof Status.Wait held) {
        waits.put(plugin.name(), held.timeout());
      } else if (!status.isSuccess()) {
        return failure("Permit", plugin.name(), status);
      }
    }
    return Status.success();
  }

  private static Status failure(String point, String plugin, Status status) {
    return status.isRejection()
        ? status.by(plugin)
        : new Status.Error(
            plugin,
            List.of("running " + point + " plugin \"" + plugin + "\": " + status.message()));
  }

  /** Only Success, Skip and Error are allowed here, so a rejection is an error, too. */
  private static Status preFlight(Placement placement, List<PreBindPlugin> atWork) {
    for (PreBindPlugin plugin : placement.plugins().commitment().preBind()) {
      long start = PluginTimes.start(placement.state());
      Status status = preFlight(plugin, placement);
      placement.took(TimedPoint.PRE_BIND_PRE_FLIGHT, plugin, status, start);
      if (status.isSuccess()) {
        atWork.add(plugin);
      } else if (!(status instanceof Status.Skip)) {
        return new Status.Error(
            plugin.name(),
            List.of("running PreBindPreFlight \"" + plugin.name() + "\": " + status.message()));
      }
    }
    return Status.success();
  }

  /** From here on no change of the cluster can make this attempt unschedulable. */
  private void handOver(Placement placement, List<PreBindPlugin> atWork) {
    queue.done(placement.uid());
    placement.reservation().handOver();
    handedOver.put(placement.uid(), placement);
    bindings.start(placement, atWork);
  }

  private static Status preFlight(PreBindPlugin plugin, Placement placement) {
    try {
      return plugin.preBindPreFlight(placement.state(), placement.pod(), placement.nodeName());
    } catch (RuntimeException thrown) {
      LOG.error("plugin {} threw in preBindPreFlight", plugin.name(), thrown);
      return Status.error(thrown);
    }
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
      postBind(placement);
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

  private static void postBind(Placement placement) {
    long start = System.nanoTime();
    for (PostBindPlugin plugin : placement.plugins().commitment().postBind()) {
      long pluginStart = PluginTimes.start(placement.state());
      try {
        plugin.postBind(placement.state(), placement.pod(), placement.nodeName());
      } catch (RuntimeException thrown) {
        LOG.error(
            "plugin {} threw in postBind; the pod is bound all the same", plugin.name(), thrown);
      }
      placement.took(TimedPoint.POST_BIND, plugin, Status.success(), pluginStart);
    }
    placement.took(TimedPoint.POST_BIND, Status.success(), start);
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
