package dev.berth.explain;

import dev.berth.cycle.Attempt;
import dev.berth.framework.Preemption;
import dev.berth.pipeline.DecisionRecord;
import dev.berth.pipeline.ScheduleResult;

/**
 * Estimates what a decision holds on the heap, in bytes; texts shared with plugins and nodes are
 * not counted.
 */
final class RecordSize {

  private static final int ATTEMPT = 200;
  private static final int REJECTION = 64;
  private static final int EXAMPLE = 48;
  private static final int SHORTFALL = 40;
  private static final int SCORED_NODE = 64;
  private static final int PLUGIN_SCORE = 32;
  private static final int PLAN = 48;
  private static final int VICTIM = 40;
  private static final int PER_CHARACTER = 1;

  private RecordSize() {}

  static long of(Decision decision) {
    long attempt = of(decision.attempt());
    return switch (decision.aftermath()) {
      case Aftermath.None _, Aftermath.Bound _, Aftermath.BoundElsewhere _ -> attempt;
      case Aftermath.Undone undone ->
          attempt + PER_CHARACTER * (long) undone.status().message().length();
    };
  }

  static long of(Attempt attempt) {
    return ATTEMPT + text(attempt.result()) + of(attempt.result().record());
  }

  private static long text(ScheduleResult result) {
    return switch (result) {
      case ScheduleResult.Selected _ -> 0;
      case ScheduleResult.Unfit unfit ->
          PER_CHARACTER * (long) unfit.diagnosis().postFilter().length()
              + REJECTION * (long) unfit.diagnosis().rejections().size()
              + plan(unfit.diagnosis().preemption());
      case ScheduleResult.Aborted aborted ->
          PER_CHARACTER * (long) aborted.error().message().length();
    };
  }

  private static long plan(Preemption preemption) {
    return switch (preemption) {
      case Preemption.Planned planned -> PLAN + VICTIM * (long) planned.victims().size();
      case Preemption.NotTried _, Preemption.Without _ -> 0;
    };
  }

  private static long of(DecisionRecord decision) {
    long bytes = 0;
    for (DecisionRecord.Rejection rejection : decision.rejections()) {
      bytes += REJECTION;
      for (DecisionRecord.Example example : rejection.examples()) {
        bytes += EXAMPLE + SHORTFALL * (long) example.shortfalls().size();
      }
    }
    for (DecisionRecord.ScoredNode node : decision.best()) {
      bytes += SCORED_NODE + PLUGIN_SCORE * (long) node.scores().size();
    }
    return bytes;
  }

  static Attempt withoutRecord(Attempt attempt) {
    ScheduleResult bare =
        switch (attempt.result()) {
          case ScheduleResult.Selected selected ->
              new ScheduleResult.Selected(
                  selected.nodeName(),
                  selected.evaluated(),
                  selected.feasible(),
                  DecisionRecord.NONE);
          case ScheduleResult.Unfit unfit ->
              new ScheduleResult.Unfit(unfit.diagnosis(), DecisionRecord.NONE);
          case ScheduleResult.Aborted aborted ->
              new ScheduleResult.Aborted(aborted.error(), DecisionRecord.NONE);
        };
    return new Attempt(
        attempt.pod(), attempt.number(), attempt.startedMicros(), attempt.nanos(), bare);
  }
}
