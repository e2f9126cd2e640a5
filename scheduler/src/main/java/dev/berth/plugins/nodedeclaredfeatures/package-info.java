/**
 * Features that nodes declare and pods need.
 *
 * <p>Made by {@code plugins.InTreeRegistry}, called by the framework's users through the contract
 * only. Imports no other plugin package.
 */
@NullMarked
package dev.berth.plugins.nodedeclaredfeatures;

import org.jspecify.annotations.NullMarked;
