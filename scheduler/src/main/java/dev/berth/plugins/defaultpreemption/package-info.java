/**
 * Making room for a pod that fits nowhere, at the cost of pods of lower priority: which node, and
 * which pods would have to go.
 *
 * <p>Made by {@code plugins.InTreeRegistry}, called by the framework's users through the contract
 * only; {@code conformance} also reads what it found. Imports no other plugin package, deletes
 * nothing.
 */
@NullMarked
package dev.berth.plugins.defaultpreemption;

import org.jspecify.annotations.NullMarked;
