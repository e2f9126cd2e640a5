/**
 * Node selectors and node affinity, of pods and of a whole profile.
 *
 * <p>Made by {@code plugins.InTreeRegistry}, called by the framework's users through the contract
 * only. Imports no other plugin package.
 */
@NullMarked
package dev.berth.plugins.nodeaffinity;

import org.jspecify.annotations.NullMarked;
