package dev.berth.plugins.dynamicresources.allocation;

import dev.berth.model.devices.Device;
import dev.berth.model.devices.DeviceId;
import dev.berth.model.devices.NodeReach;

/**
 * A device that may be allocated, by its place in a slice.
 *
 * <p>Threading: immutable.
 */
record Candidate(PublishedSlice slice, int index) {
  Device device() {
    return slice.devices().get(index);
  }

  DeviceId id() {
    return slice.id(index);
  }

  NodeReach reach() {
    return slice.reach(index);
  }
}
