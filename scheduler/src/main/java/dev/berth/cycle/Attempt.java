package dev.berth.cycle;

import dev.berth.model.PodInfo;
import dev.berth.pipeline.ScheduleResult;

/**
 * One try to place one pod.
 *
 * <p>Threading: immutable.
 *
 * @param number counts from 1 for each pod
 * @param startedMicros microseconds since the epoch
 * @param nanos how long the decision took
 */
public record Attempt(
    PodInfo pod, int number, long startedMicros, long nanos, ScheduleResult result) {}
