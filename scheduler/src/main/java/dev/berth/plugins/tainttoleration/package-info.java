/**
 * Taints of nodes and the tolerations of pods.
 *
 * <p>Made by {@code plugins.InTreeRegistry}, called by the framework's users through the contract
 * only. Imports no other plugin package.
 */
@NullMarked
package dev.berth.plugins.tainttoleration;

import org.jspecify.annotations.NullMarked;
