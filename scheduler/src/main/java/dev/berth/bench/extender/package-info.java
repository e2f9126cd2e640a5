/**
 * Scheduler extenders measured from outside, as processes, by what a kube-scheduler would send
 * them: what {@code berth bench extender} does.
 *
 * <p>Who may call: {@code cli}. What may not be here: verdicts (see {@code dev.berth.bench}), and
 * the facade's own readers and writers, which would agree with their own faults.
 */
@NullMarked
package dev.berth.bench.extender;

import org.jspecify.annotations.NullMarked;
