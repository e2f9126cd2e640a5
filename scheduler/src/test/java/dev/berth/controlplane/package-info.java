/**
 * A real Kubernetes control plane for tests, and a proxy to put in front of it. Every test may use
 * it; it knows nothing of Berth's own classes, so that nothing of ours vouches for itself.
 */
@NullMarked
package dev.berth.controlplane;

import org.jspecify.annotations.NullMarked;
