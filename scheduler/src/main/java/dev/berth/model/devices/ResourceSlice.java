package dev.berth.model.devices;

import dev.berth.model.ClusterObject;
import dev.berth.model.ObjectKey;
import java.util.List;

/**
 * A ResourceSlice of resource.k8s.io/v1: a part of the devices of a driver's pool.
 *
 * <p>Threading: immutable.
 *
 * @param nodes {@link NodeReach.Unsaid} when each device says it
 */
public record ResourceSlice(
    ObjectKey key,
    String driver,
    Pool pool,
    NodeReach nodes,
    boolean perDeviceNodeSelection,
    List<Device> devices,
    List<CounterSet> sharedCounters)
    implements ClusterObject {
  public ResourceSlice {
    devices = List.copyOf(devices);
    sharedCounters = List.copyOf(sharedCounters);
  }

  /** One of which only the name is known. */
  public static ResourceSlice named(ObjectKey key) {
    return new ResourceSlice(
        key, "", new Pool("", 0, 0), new NodeReach.Unsaid(), false, List.of(), List.of());
  }

  @Override
  public Kind kind() {
    return Kind.RESOURCE_SLICE;
  }

  /**
   * The pool that a slice belongs to.
   *
   * @param generation slices of a lower one are out of date
   * @param sliceCount how many slices the pool has in this generation
   */
  public record Pool(String name, long generation, long sliceCount) {}
}
