/**
 * Storage as scheduling sees it: volumes, claims, classes, and what CSI drivers say of nodes. What
 * kube-scheduler 1.36.3 computes from one of these objects alone is computed here.
 *
 * <p>Called by the decoders that make the values and by the plugins about volumes. Calls {@code
 * model} only, which knows nothing of this package.
 */
@NullMarked
package dev.berth.model.storage;

import org.jspecify.annotations.NullMarked;
