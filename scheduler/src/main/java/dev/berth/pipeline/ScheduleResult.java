package dev.berth.pipeline;

import dev.berth.framework.Status;

/**
 * How an attempt to place a pod ended.
 *
 * <p>Threading: immutable.
 */
public sealed interface ScheduleResult {

  /** What the attempt leaves behind for a person who asks why. */
  DecisionRecord record();

  /** A node was chosen out of {@code feasible} ones; {@code evaluated} were looked at. */
  record Selected(String nodeName, int evaluated, int feasible, DecisionRecord record)
      implements ScheduleResult {}

  /** No node fits; {@code diagnosis} has the text and the plugins to blame. */
  record Unfit(Diagnosis diagnosis, DecisionRecord record) implements ScheduleResult {}

  /** A plugin failed; the attempt says nothing about the pod. */
  record Aborted(Status.Error error, DecisionRecord record) implements ScheduleResult {}
}
