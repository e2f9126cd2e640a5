/**
 * Spreading pods over the values of node labels: a pod's own constraints, or default ones for what
 * owns the pod.
 *
 * <p>Made by {@code plugins.InTreeRegistry}, called by the framework's users through the contract
 * only. Imports no other plugin package.
 */
@NullMarked
package dev.berth.plugins.podtopologyspread;

import org.jspecify.annotations.NullMarked;
