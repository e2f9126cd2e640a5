/**
 * Requests against what nodes have: whether a pod fits, how full a node gets, how evenly.
 *
 * <p>Made by {@code plugins.InTreeRegistry}, called by the framework's users through the contract
 * only. Imports no other plugin package.
 */
@NullMarked
package dev.berth.plugins.noderesources;

import org.jspecify.annotations.NullMarked;
