package dev.berth.explain;

import dev.berth.cycle.Attempt;

/**
 * The last attempt to place a pod, and what became of it.
 *
 * <p>Threading: immutable.
 */
record Decision(Attempt attempt, Aftermath aftermath) {}
