/**
 * Host ports.
 *
 * <p>Made by {@code plugins.InTreeRegistry}, called by the framework's users through the contract
 * only. Imports no other plugin package.
 */
@NullMarked
package dev.berth.plugins.nodeports;

import org.jspecify.annotations.NullMarked;
