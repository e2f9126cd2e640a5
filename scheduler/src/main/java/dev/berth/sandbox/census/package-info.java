/**
 * How many pods are in which state, how full the nodes are, and what is wrong at the end: the
 * sandbox counted by itself, without asking the scheduler.
 *
 * <p>Start reading at {@link dev.berth.sandbox.census.Census}. The command line calls; calls the
 * store, the arithmetic of the hollow nodes, the demo's expectations, and makes values of the view.
 */
@NullMarked
package dev.berth.sandbox.census;

import org.jspecify.annotations.NullMarked;
