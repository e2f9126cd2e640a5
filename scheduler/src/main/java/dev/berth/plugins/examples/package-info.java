/**
 * Policies that people wrote their own schedulers for, each small enough to read in a minute and to
 * begin one's own with.
 *
 * <p>Made by {@code plugins.InTreeRegistry}, called by the framework's users through the contract
 * only. Imports no other plugin package.
 */
@NullMarked
package dev.berth.plugins.examples;

import org.jspecify.annotations.NullMarked;
