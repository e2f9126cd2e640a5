package dev.berth.cli;

import dev.berth.cycle.Attempt;
import dev.berth.cycle.CycleListener;
import dev.berth.framework.Status;
import dev.berth.model.PodInfo;
import dev.berth.model.PodKey;
import dev.berth.pipeline.ScheduleResult;
import dev.berth.sandbox.view.Brief;
import dev.berth.sandbox.view.Situation.Decision;
import dev.berth.sandbox.view.Situation.Outcome;
import dev.berth.sandbox.view.Situation.Pace;
import dev.berth.sandbox.view.Situation.Percentiles;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The last decisions of a scheduler and how long all of them and their bindings took, for the eyes
 * of a person.
 *
 * <p>Threading: any thread; {@code this} guards the fields.
 */
final class SandboxDecisionFeed implements CycleListener {
  /** More than any terminal has lines. */
  private static final int KEPT = 200;

  private final long startNanos;
  private final Deque<Decision> newestFirst = new ArrayDeque<>();
  private final Map<String, Long> decidedNanos = new HashMap<>();
  private final SandboxLatencies decisions = new SandboxLatencies();
  private final SandboxLatencies binds = new SandboxLatencies();
  private long count;
  private long lastNanos;

  /**
   * Nothing yet.
   *
   * @param startNanos of {@link System#nanoTime}, from which times are counted
   */
  SandboxDecisionFeed(long startNanos) {
    this.startNanos = startNanos;
    this.lastNanos = startNanos;
  }

  @Override
  public void decided(Attempt attempt) {
    long now = System.nanoTime();
    decisions.add(attempt.nanos());
    Outcome outcome = outcome(attempt.result());
    synchronized (this) {
      lastNanos = now;
      if (outcome instanceof Outcome.Placed) {
        decidedNanos.put(attempt.pod().uid(), now);
      }
      if (newestFirst.size() == KEPT) {
        newestFirst.removeLast();
      }
      newestFirst.addFirst(
          new Decision(
              ++count,
              Duration.ofNanos(now - startNanos),
              name(attempt.pod().key()),
              outcome,
              attempt.nanos()));
    }
  }

  private static Outcome outcome(ScheduleResult result) {
    return switch (result) {
      case ScheduleResult.Selected selected ->
          new Outcome.Placed(
              selected.nodeName(), score(selected), selected.feasible(), selected.evaluated());
      case ScheduleResult.Unfit unfit -> new Outcome.Nowhere(Brief.of(unfit.diagnosis().head()));
      case ScheduleResult.Aborted aborted -> new Outcome.Failed(aborted.error().message());
    };
  }

  private static OptionalLong score(ScheduleResult.Selected selected) {
    var best = selected.record().best();
    return best.isEmpty() ? OptionalLong.empty() : OptionalLong.of(best.getFirst().total());
  }

  /** Without the namespace that everybody has. */
  static String name(PodKey pod) {
    return pod.namespace().equals("default") ? pod.name() : pod.toString();
  }

  @Override
  public void bound(PodInfo pod, String nodeName) {
    long now = System.nanoTime();
    Long decided = forget(pod);
    if (decided != null) {
      binds.add(now - decided);
    }
    synchronized (this) {
      lastNanos = now;
    }
  }

  @Override
  public void undone(PodInfo pod, String nodeName, Status status) {
    forget(pod);
  }

  private synchronized @Nullable Long forget(PodInfo pod) {
    return decidedNanos.remove(pod.uid());
  }

  /** When the last decision was made or the last binding done, of {@link System#nanoTime}. */
  synchronized long lastNanos() {
    return lastNanos;
  }

  /** The last ones, newest first. */
  synchronized List<Decision> last() {
    return List.copyOf(newestFirst);
  }

  Pace pace() {
    return new Pace(decisions.count(), percentiles(decisions), percentiles(binds));
  }

  private static Percentiles percentiles(SandboxLatencies latencies) {
    long[] both = latencies.percentiles(50, 99);
    return new Percentiles(both[0], both[1]);
  }
}
