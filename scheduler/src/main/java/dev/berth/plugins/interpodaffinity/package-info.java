/**
 * Keeping pods near to or far from other pods: required and preferred terms, of the pod that is to
 * be placed and of those that are.
 *
 * <p>Made by {@code plugins.InTreeRegistry}, called by the framework's users through the contract
 * only. Imports no other plugin package.
 */
@NullMarked
package dev.berth.plugins.interpodaffinity;

import org.jspecify.annotations.NullMarked;
