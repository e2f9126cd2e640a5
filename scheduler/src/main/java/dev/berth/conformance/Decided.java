package dev.berth.conformance;

import dev.berth.framework.Status;
import dev.berth.pipeline.Judgement;
import dev.berth.pipeline.ScheduleResult;
import dev.berth.plugins.defaultpreemption.Findings;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What Berth decides for a case.
 *
 * <p>Threading: immutable.
 *
 * @param preEnqueue the rejection of a gated pod, or null; then nothing else is decided
 * @param preemption what DefaultPreemption has found; null when it did not run
 * @param unbuilt plugins that the profile enables, at any point, and Berth does not have
 */
record Decided(
    @Nullable Status preEnqueue,
    @Nullable Judgement judgement,
    @Nullable ScheduleResult result,
    @Nullable Findings preemption,
    Set<String> unbuilt) {

  /** True when Berth refused the pod because it lacks a plugin. */
  boolean isRefused() {
    Status refusal = judgement == null ? null : judgement.refusal();
    return refusal != null && unbuilt.contains(refusal.plugin());
  }
}
