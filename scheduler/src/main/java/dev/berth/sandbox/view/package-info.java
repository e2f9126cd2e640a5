/**
 * The sandbox on a terminal: text made of what is known, without any input or output.
 *
 * <p>Start reading at {@link dev.berth.sandbox.view.Situation} (what is shown) and {@link
 * dev.berth.sandbox.view.Frame} (how). The command line calls; calls nobody, knows no object of the
 * API and no scheduler.
 */
@NullMarked
package dev.berth.sandbox.view;

import org.jspecify.annotations.NullMarked;
