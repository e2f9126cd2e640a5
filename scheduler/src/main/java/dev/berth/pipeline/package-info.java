/**
 * Runs one profile's plugins for one pod over one view: PreFilter, Filter, PostFilter, PreScore,
 * Score, Normalize, select. The only thing that it changes is the attempt's {@code CycleState}.
 *
 * <p>Who may call: {@code cycle} for the live cluster; {@code extender}, {@code explain}, {@code
 * conformance} and {@code bench} with views of their own. What may not be here: the queue, the
 * mirror, anything that writes.
 *
 * <p>{@link dev.berth.pipeline.Pipeline} is what can be asked; {@code Decision} reads from top to
 * bottom as an attempt goes, and each phase has a class.
 */
@NullMarked
package dev.berth.pipeline;

import org.jspecify.annotations.NullMarked;
