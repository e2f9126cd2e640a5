/**
 * Immutable scheduling values and their arithmetic: quantities, resources, pods, nodes, selectors,
 * taints, host ports. What kube-scheduler 1.36.3 computes from one object or from a node and its
 * pods is computed here, once, when the value is made.
 *
 * <p>Called by every other package. Calls nobody: no I/O, no client, no clock, no thread. A value
 * that came out of this package never changes; "changing" it gives another one.
 */
@NullMarked
package dev.berth.model;

import org.jspecify.annotations.NullMarked;
