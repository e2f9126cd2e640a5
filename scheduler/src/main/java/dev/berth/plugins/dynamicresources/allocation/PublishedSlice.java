package dev.berth.plugins.dynamicresources.allocation;

import dev.berth.model.devices.Device;
import dev.berth.model.devices.DeviceId;
import dev.berth.model.devices.NodeReach;
import dev.berth.model.devices.ResourceSlice;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A slice as it is now, and what selectors said of its devices; it lives until the slice changes.
 *
 * <p>Threading: scheduler thread only.
 */
final class PublishedSlice {
  /** Expressions whose answers are kept; classes and templates have a handful. */
  private static final int KEPT_EXPRESSIONS = 32;

  private final ResourceSlice slice;
  private final PoolId poolId;
  private final List<DeviceId> ids;
  private final Map<String, Answers> answers = new LinkedHashMap<>(4, 0.75f, true);

  /** By position of the device: whether it was asked, and whether it matched. */
  private static final class Answers {
    private final BitSet asked = new BitSet();
    private final BitSet matched = new BitSet();
  }

  PublishedSlice(ResourceSlice slice) {
    this.slice = slice;
    this.poolId = new PoolId(slice.driver(), slice.pool().name());
    List<DeviceId> named = new ArrayList<>(slice.devices().size());
    for (Device device : slice.devices()) {
      named.add(new DeviceId(slice.driver(), slice.pool().name(), device.name()));
    }
    this.ids = List.copyOf(named);
  }

  ResourceSlice slice() {
    return slice;
  }

  @SuppressWarnings("ReferenceEquality") // another object is another version
  boolean isOf(ResourceSlice other) {
    return slice == other;
  }

  String name() {
    return slice.key().name();
  }

  PoolId poolId() {
    return poolId;
  }

  long generation() {
    return slice.pool().generation();
  }

  List<Device> devices() {
    return slice.devices();
  }

  DeviceId id(int index) {
    return ids.get(index);
  }

  boolean hasSharedCounters() {
    return !slice.sharedCounters().isEmpty();
  }

  /** From where a device can be used: what it says itself if the slice leaves it to its devices. */
  NodeReach reach(int index) {
    return slice.perDeviceNodeSelection() ? devices().get(index).nodes() : slice.nodes();
  }

  /** The answer to an expression for a device; null when it was not asked or is forgotten. */
  @Nullable Boolean known(String expression, int index) {
    Answers known = answers.get(expression);
    return (known != null && known.asked.get(index)) ? known.matched.get(index) : null;
  }

  /** Keeps the answer to an expression for a device. */
  void remember(String expression, int index, boolean matches) {
    Answers known = answers.computeIfAbsent(expression, e -> new Answers());
    known.asked.set(index);
    known.matched.set(index, matches);
    if (answers.size() > KEPT_EXPRESSIONS) {
      answers.remove(answers.keySet().iterator().next());
    }
  }
}
