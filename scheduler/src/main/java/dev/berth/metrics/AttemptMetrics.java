package dev.berth.metrics;

import dev.berth.cycle.Attempt;
import dev.berth.cycle.AttemptEnd;
import dev.berth.cycle.CycleListener;
import dev.berth.framework.ClusterEvent;
import dev.berth.framework.Preemption;
import dev.berth.framework.Status;
import dev.berth.model.PodInfo;
import dev.berth.pipeline.ScheduleResult;
import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.datapoints.GaugeDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/**
 * What attempts cost and what comes of them.
 *
 * <p>Mirrors where {@code schedule_one.go} and {@code framework/runtime/framework.go}, Kubernetes
 * 1.36.3, record the same metrics. Threading: scheduler thread only; scraped by any thread.
 */
final class AttemptMetrics implements CycleListener {
  private static final double MICROS = 1e-6;
  private static final double NANOS = 1e-9;

  /** From here on all attempts of a pod share one label value. */
  private static final int MANY_ATTEMPTS = 15;

  /** The two metrics of one profile and outcome. */
  private record Result(CounterDataPoint attempts, DistributionDataPoint seconds) {}

  private final Counter attempts;
  private final Histogram attemptSeconds;
  private final DistributionDataPoint algorithmSeconds;
  private final Histogram sliSeconds;
  private final DistributionDataPoint attemptsPerPod;
  private final CounterDataPoint afterFlush;
  private final Histogram permitSeconds;
  private final Histogram eventSeconds;
  private final GaugeDataPoint binding;
  private final Histogram decisionSeconds;
  private final CounterDataPoint undone;
  private final CounterDataPoint preemptionAttempts;
  private final CounterDataPoint preemptionsPlanned;
  private final CounterDataPoint placedElsewhere;

  private final Map<String, Map<AttemptEnd.Outcome, Result>> results = new HashMap<>();
  private final Map<String, DistributionDataPoint> decisions = new HashMap<>();
  private final Map<String, DistributionDataPoint> events = new HashMap<>();
  private final DistributionDataPoint[] sli = new DistributionDataPoint[MANY_ATTEMPTS + 1];

  AttemptMetrics(Instruments make) {
    double[] milliseconds = Buckets.exponential(0.001, 2, 15);
    attempts =
        make.counter(
            "scheduler_schedule_attempts_total",
            "[STABLE] Attempts to schedule a pod, by what came of them.",
            "result",
            "profile");
    attemptSeconds =
        make.histogram(
            "scheduler_scheduling_attempt_duration_seconds",
            "[STABLE] From taking a pod off the queue to its binding, or to giving up.",
            milliseconds,
            "result",
            "profile");
    algorithmSeconds =
        make.histogram(
            "scheduler_scheduling_algorithm_duration_seconds",
            "[ALPHA] Finding a node for one pod, PostFilter included.",
            milliseconds);
    sliSeconds =
        make.histogram(
            "scheduler_pod_scheduling_sli_duration_seconds",
            "[BETA] From the moment a pod could be tried to its binding, over all attempts.",
            Buckets.exponential(0.01, 2, 20),
            "attempts");
    attemptsPerPod =
        make.histogram(
            "scheduler_pod_scheduling_attempts",
            "[STABLE] Attempts that a pod needed until it was bound.",
            Buckets.exponential(1, 2, 5));
    afterFlush =
        make.counter(
            "scheduler_pod_scheduled_after_flush_total",
            "[ALPHA] Pods bound in an attempt made only because they had waited for so long.");
    permitSeconds =
        make.histogram(
            "scheduler_permit_wait_duration_seconds",
            "[BETA] How long Permit plugins held a pod.",
            milliseconds,
            "result");
    eventSeconds =
        make.histogram(
            "scheduler_event_handling_duration_seconds",
            "[ALPHA] Taking in a change of the cluster and moving the pods that it may help.",
            Buckets.exponential(0.0001, 2, 12),
            "event");
    Gauge goroutines =
        make.gauge(
            "scheduler_goroutines",
            "[BETA] Pods being bound, one virtual thread each.",
            "operation");
    binding = goroutines.labelValues("binding");
    preemptionAttempts =
        make.counter(
            "scheduler_preemption_attempts_total",
            "[STABLE] Times that victims were sought for a pod that fits nowhere.");
    preemptionsPlanned =
        make.counter(
            "berth_preemptions_planned_total",
            "Attempts in which a pod would have fitted if others had gone; nobody is evicted.");
    decisionSeconds =
        make.histogram(
            "berth_decision_duration_seconds",
            "Finding a node for one pod, in buckets fit for decisions under a millisecond.",
            Buckets.exponential(0.00001, 2, 18),
            "profile");
    undone =
        make.counter(
            "berth_placements_undone_total",
            "Placements taken back by Reserve, Permit, PreBind or Bind.");
    placedElsewhere =
        make.counter(
            "berth_pods_placed_elsewhere_total",
            "Pods that the watch showed on another node than the one decided here.");
  }

  @Override
  public void decided(Attempt attempt) {
    double seconds = attempt.nanos() * NANOS;
    algorithmSeconds.observe(seconds);
    decisions
        .computeIfAbsent(attempt.pod().schedulerName(), decisionSeconds::labelValues)
        .observe(seconds);
    switch (attempt.result()) {
      case ScheduleResult.Selected _ -> binding.inc();
      case ScheduleResult.Unfit unfit -> tried(unfit.diagnosis().preemption());
      case ScheduleResult.Aborted _ -> {}
    }
  }

  private void tried(Preemption preemption) {
    switch (preemption) {
      case Preemption.NotTried _ -> {}
      case Preemption.Without _ -> preemptionAttempts.inc();
      case Preemption.Planned _ -> {
        preemptionAttempts.inc();
        preemptionsPlanned.inc();
      }
    }
  }

  @Override
  public void bound(PodInfo pod, String nodeName) {
    binding.dec();
  }

  @Override
  public void undone(PodInfo pod, String nodeName, Status status) {
    binding.dec();
    undone.inc();
  }

  @Override
  public void ended(AttemptEnd end) {
    Result result = result(end.pod().schedulerName(), end.outcome());
    result.attempts().inc();
    result.seconds().observe(end.attemptMicros() * MICROS);
    if (end.outcome() == AttemptEnd.Outcome.SCHEDULED) {
      attemptsPerPod.observe(end.number());
      sli(end.number()).observe(end.waitMicros() * MICROS);
      if (end.afterFlush()) {
        afterFlush.inc();
      }
    }
  }

  @Override
  public void permitWaited(Status outcome, long nanos) {
    permitSeconds.labelValues(StatusLabel.of(outcome).text()).observe(nanos * NANOS);
  }

  @Override
  public void handled(ClusterEvent event, long nanos) {
    events.computeIfAbsent(event.label(), eventSeconds::labelValues).observe(nanos * NANOS);
  }

  @Override
  public void placedElsewhere(PodInfo pod, String assumedNode) {
    placedElsewhere.inc();
  }

  private Result result(String profile, AttemptEnd.Outcome outcome) {
    return results
        .computeIfAbsent(profile, name -> new EnumMap<>(AttemptEnd.Outcome.class))
        .computeIfAbsent(outcome, one -> newResult(profile, one));
  }

  private Result newResult(String profile, AttemptEnd.Outcome outcome) {
    String label =
        switch (outcome) {
          case SCHEDULED -> "scheduled";
          case UNSCHEDULABLE -> "unschedulable";
          case ERROR -> "error";
        };
    return new Result(
        attempts.labelValues(label, profile), attemptSeconds.labelValues(label, profile));
  }

  private DistributionDataPoint sli(int attempt) {
    int index = Math.min(attempt, MANY_ATTEMPTS);
    DistributionDataPoint known = sli[index];
    if (known == null) {
      String label = index == MANY_ATTEMPTS ? MANY_ATTEMPTS + "+" : String.valueOf(index);
      known = sliSeconds.labelValues(label);
      sli[index] = known;
    }
    return known;
  }
}
