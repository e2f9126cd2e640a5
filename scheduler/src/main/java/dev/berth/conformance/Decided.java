package dev.berth.conformance;

import dev.berth.framework.Status;
import dev.berth.pipeline.Judgement;
import dev.berth.pipeline.ScheduleResult;
import dev.berth.plugins.defaultpreemption.Findings;
import org.jspecify.annotations.Nullable;

/**
 * What Berth decides for a case.
 *
 * <p>Threading: immutable.
 *
 * @param preEnqueue the rejection of a gated pod, or null; then nothing else is decided
 * @param preemption what DefaultPreemption has found; null when it did not run
 */
record Decided(
    @Nullable Status preEnqueue,
    @Nullable Judgement judgement,
    @Nullable ScheduleResult result,
    @Nullable Findings preemption) {}
