/**
 * Which devices of a node a pod's claims get, device by device as kube-scheduler 1.36.3 chooses
 * them: it mirrors {@code dynamic-resource-allocation/structured/internal/incubating}, the
 * implementation that the default feature gates select.
 *
 * <p>{@link dev.berth.plugins.dynamicresources.allocation.DeviceInventory} is what drivers publish,
 * {@link dev.berth.plugins.dynamicresources.allocation.TakenDevices} what is taken of it, and
 * {@link dev.berth.plugins.dynamicresources.allocation.DeviceAllocator} answers for node after
 * node. Called by the plugin DynamicResources. Calls {@code model} only: it reads no lister, writes
 * nothing, knows no pods.
 */
@NullMarked
package dev.berth.plugins.dynamicresources.allocation;

import org.jspecify.annotations.NullMarked;
