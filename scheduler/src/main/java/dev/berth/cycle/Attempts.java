package dev.berth.cycle;

import dev.berth.cluster.ClusterMirror;
import dev.berth.framework.CycleState;
import dev.berth.framework.PointTimes;
import dev.berth.model.PodInfo;
import dev.berth.pipeline.ExtenderAnswer;
import dev.berth.pipeline.ExtenderAnswers;
import dev.berth.pipeline.ExtenderQuestion;
import dev.berth.pipeline.Extenders;
import dev.berth.pipeline.ScheduleResult;
import dev.berth.pipeline.Step;
import dev.berth.queue.Place;
import dev.berth.queue.QueuedPod;
import dev.berth.queue.SchedulingQueue;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes pods through their attempts: decides, and has the decision carried out or the failure told.
 * An attempt that needs an extender's word is parked until it is there, one at a time:
 *
 * <pre>
 *   start --step--> asks --> parked --answered, resume--> step --> asks again, or
 *                  decided: commitment, or failure
 *                            the pod is gone, going, or has a node: the answer is dropped
 * </pre>
 *
 * <p>Meanwhile only pods may be tried that no extender decides about, so that pods which one does
 * are decided in their order, each on what the one before has left. After the answer the pod is
 * judged anew by the plugins, as the cluster is by then.
 *
 * <p>Threading: scheduler thread only.
 */
final class Attempts {
  private static final Logger LOG = LoggerFactory.getLogger(Attempts.class);

  private final ClusterMirror mirror;
  private final SchedulingQueue queue;
  private final Map<String, Profile> profiles;
  private final Extenders extenders;
  private final ExtenderCalls calls;
  private final Commitment commitment;
  private final AttemptFailures failures;
  private final CycleListener listener;
  private final PointTimes times;
  private final InstantSource clock;
  private @Nullable Parked parked;
  private @Nullable ExtenderAnswer answer;

  /**
   * An attempt under way.
   *
   * @param startedMicros microseconds since the epoch
   * @param startNanos {@link System#nanoTime} then
   * @param anew it was begun again because the pod had changed
   * @param answers what extenders have said so far
   */
  private record Trial(
      QueuedPod queued,
      long startedMicros,
      long startNanos,
      boolean anew,
      ExtenderAnswers answers) {

    /** Begun again, because what was said is about a pod that is not so any more. */
    Trial again() {
      return new Trial(queued, startedMicros, startNanos, true, ExtenderAnswers.NONE);
    }

    Trial with(ExtenderAnswer answer) {
      return new Trial(queued, startedMicros, startNanos, anew, answers.with(answer));
    }
  }

  private record Parked(Trial trial, ExtenderQuestion question) {}

  Attempts(
      ClusterMirror mirror,
      SchedulingQueue queue,
      Map<String, Profile> profiles,
      Extenders extenders,
      ExtenderCalls calls,
      Commitment commitment,
      AttemptFailures failures,
      CycleListener listener,
      PointTimes times,
      InstantSource clock) {
    this.mirror = mirror;
    this.queue = queue;
    this.profiles = profiles;
    this.extenders = extenders;
    this.calls = calls;
    this.commitment = commitment;
    this.failures = failures;
    this.listener = listener;
    this.times = times;
    this.clock = clock;
  }

  boolean isParked() {
    return parked != null;
  }

  /** Whether that pod may be tried now. */
  boolean mayStart(PodInfo pod) {
    return parked == null || !extenders.decideAbout(pod);
  }

  void start(QueuedPod queued) {
    // A pod that is going, or that has a node by now, is not tried.
    PodInfo pod = queued.pod();
    if (pod.terminating()) {
      listener.skipped(pod);
      queue.done(pod.uid());
      return;
    }
    if (mirror.find(pod.uid()) != null) {
      queue.done(pod.uid());
      return;
    }
    long startedMicros = ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
    go(new Trial(queued, startedMicros, System.nanoTime(), false, ExtenderAnswers.NONE));
  }

  /** Extenders have answered; what nobody waits for any more is dropped. */
  void answered(ExtenderAnswer given) {
    if (parked != null && parked.question().equals(given.question())) {
      answer = given;
    }
  }

  /** Goes on with the parked attempt. False when there is none, or no answer yet. */
  boolean resume() {
    Parked waiting = parked;
    ExtenderAnswer given = answer;
    if (waiting == null || given == null) {
      return false;
    }
    parked = null;
    answer = null;
    resume(waiting.trial(), given);
    return true;
  }

  private void resume(Trial trial, ExtenderAnswer given) {
    QueuedPod queued = trial.queued();
    PodInfo before = queued.pod();
    PodInfo now = queued.newest();
    if (queued.place() == Place.GONE) {
      LOG.debug("pod {} is gone or bound, what extenders said of it is dropped", before.key());
    } else if (now.terminating() || mirror.find(now.uid()) != null) {
      queue.refresh(queued);
      start(queued);
    } else if (changed(before, now) && !trial.anew()) {
      queue.refresh(queued);
      go(trial.again());
    } else {
      queue.refresh(queued);
      go(trial.with(given));
    }
  }

  /** In a way that may matter to an extender; a status that is written is no such change. */
  private static boolean changed(PodInfo before, PodInfo now) {
    return before.generation() != now.generation() || !before.labels().equals(now.labels());
  }

  private void go(Trial trial) {
    // 1. The decision, or what it takes.
    QueuedPod queued = trial.queued();
    PodInfo pod = queued.pod();
    Profile profile = profiles.get(pod.schedulerName());
    if (profile == null) {
      throw new IllegalStateException("pod " + pod.key() + " came to the queue without a profile");
    }
    CycleState state = times.wantsPlugins() ? CycleState.timingPlugins() : CycleState.create();
    switch (profile.pipeline().step(state, pod, mirror.view(), trial.answers())) {
      case Step.Asks(ExtenderQuestion question) -> {
        parked = new Parked(trial, question);
        calls.ask(question);
      }
      case Step.Decided(ScheduleResult result) -> {
        long nanos = System.nanoTime() - trial.startNanos();
        listener.decided(new Attempt(pod, queued.attempts(), trial.startedMicros(), nanos, result));

        // 2. What follows from it.
        switch (result) {
          case ScheduleResult.Selected selected ->
              commitment.begin(queued, profile, state, selected.nodeName());
          case ScheduleResult.Unfit unfit -> failures.unfit(queued, unfit.diagnosis());
          case ScheduleResult.Aborted aborted -> failures.error(queued, aborted.error());
        }
      }
    }
    mirror.betweenAttempts();
  }
}
