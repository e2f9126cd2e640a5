/**
 * Schedulers measured from outside, as processes, on a real API server: what {@code berth bench
 * cluster} does.
 *
 * <p>The load, the watcher and the check of the end state know nothing of the scheduler that is
 * measured and are the same for all; whatever they cost is the same for all, too.
 *
 * <p>Who may call: {@code cli}. What may not be here: verdicts (see {@code dev.berth.bench}), and
 * arithmetic of {@code model} in the check of the end state, which would agree with its own faults.
 */
@NullMarked
package dev.berth.bench.cluster;

import org.jspecify.annotations.NullMarked;
