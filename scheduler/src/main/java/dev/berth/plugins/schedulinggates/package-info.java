/**
 * Scheduling gates: pods that may not be scheduled yet.
 *
 * <p>Made by {@code plugins.InTreeRegistry}, called by the framework's users through the contract
 * only. Imports no other plugin package.
 */
@NullMarked
package dev.berth.plugins.schedulinggates;

import org.jspecify.annotations.NullMarked;
