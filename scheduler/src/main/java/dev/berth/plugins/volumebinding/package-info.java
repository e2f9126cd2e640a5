/**
 * The plugin VolumeBinding: which nodes a pod's claims allow, and binding the claims before the pod
 * is bound.
 *
 * <p>Made by {@code plugins.InTreeRegistry}; nobody else calls it. Knows the cluster by listers and
 * changes it through the ports of {@code framework} only.
 */
@NullMarked
package dev.berth.plugins.volumebinding;

import org.jspecify.annotations.NullMarked;
