package dev.berth.plugins.dynamicresources.allocation;

import dev.berth.framework.TakenDevices;
import dev.berth.model.devices.DeviceClass;
import dev.berth.plugins.dynamicresources.cel.DeviceSelectors;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What is the same for all nodes while one pod is tried.
 *
 * <p>Threading: scheduler thread only.
 *
 * @param classes finds a class by name
 * @param counters of the pools, without what this pod takes
 * @param shareIds a new id for a share of a device, each time
 */
record AttemptContext(
    Function<String, @Nullable DeviceClass> classes,
    TakenDevices allocated,
    PoolCounters counters,
    DeviceSelectors selectors,
    Supplier<String> shareIds) {}
