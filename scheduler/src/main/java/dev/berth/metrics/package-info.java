/**
 * Metrics: kube-scheduler's names, labels and buckets where Berth has what they measure, and a few
 * of Berth's own.
 *
 * <p>{@code scheduler/METRICS.md} lists which exist, which do not and why; a test holds that list
 * against what is exposed. Start reading at {@link dev.berth.metrics.BerthMetrics}.
 *
 * <p>Built by {@code cli}, which hands its listeners to the loop and mounts its page. The core
 * knows no metrics: it calls listeners. A scrape reads counters and published values and never asks
 * the scheduler thread; recording never waits for a scrape.
 */
@NullMarked
package dev.berth.metrics;

import org.jspecify.annotations.NullMarked;
