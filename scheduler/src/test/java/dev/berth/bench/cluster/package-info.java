/** Tests of the measurement of schedulers on a real API server. */
@NullMarked
package dev.berth.bench.cluster;

import org.jspecify.annotations.NullMarked;
