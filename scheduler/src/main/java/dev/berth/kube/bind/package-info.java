/**
 * Writes to the API server: bindings, and what became of pods that could not be bound.
 *
 * <p>Implements the ports {@code Binder} and {@code StatusWriter} of {@code framework}. Nothing is
 * written from a decoded value: a binding names the pod, a patch names the fields it changes and
 * the version it was made for, so that fields that Berth does not know survive.
 *
 * <p>Called by {@code cli}, which hands the ports to the loop. Calls {@code kube} and {@code
 * model}; knows neither the loop nor a plugin.
 */
@NullMarked
package dev.berth.kube.bind;

import org.jspecify.annotations.NullMarked;
