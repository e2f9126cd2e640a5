/**
 * The policies: one sub-package per plugin, the registry that makes them by name, and the assembly
 * of a profile's plugins into the lists that run at each extension point.
 *
 * <p>Who may call: the composition root, conformance and bench, to make a profile's plugins;
 * everybody else knows plugins by the contract in {@code framework} only. What may not be here:
 * I/O, threads, knowledge of how the cluster is kept. Sub-packages do not import each other.
 */
@NullMarked
package dev.berth.plugins;

import org.jspecify.annotations.NullMarked;
