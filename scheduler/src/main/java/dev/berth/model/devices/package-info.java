/**
 * Immutable values of {@code resource.k8s.io/v1}: devices that drivers publish, classes that name
 * them, claims that ask for them and what was allocated, as far as kube-scheduler 1.36.3 reads or
 * writes them with its default feature gates.
 *
 * <p>Called by decoders, writers and the plugin DynamicResources. Calls {@code model} only; {@code
 * model} does not know it. No decision is made here.
 */
@NullMarked
package dev.berth.model.devices;

import org.jspecify.annotations.NullMarked;
