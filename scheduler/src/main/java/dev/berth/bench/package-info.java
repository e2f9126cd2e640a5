/**
 * Measured workloads on synthetic clusters: what a decision costs and how good the placements are.
 *
 * <p>A measurement runs the production code (decoder, configuration loader, mirror, pipeline) and
 * times it from outside; nothing in the scheduler knows that it is being measured.
 *
 * <p>Who may call: {@code cli}. What may not be here: verdicts. A benchmark reports figures with
 * the machine and the seed that they belong to; whether they are good enough is for the reader.
 */
@NullMarked
package dev.berth.bench;

import org.jspecify.annotations.NullMarked;
