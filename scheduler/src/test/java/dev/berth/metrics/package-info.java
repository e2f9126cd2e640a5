/** Tests of the metrics: text, values and names against a real kube-scheduler's. */
@NullMarked
package dev.berth.metrics;

import org.jspecify.annotations.NullMarked;
