package dev.berth.model.devices;

import dev.berth.model.ClusterObject;
import dev.berth.model.ObjectKey;
import java.util.List;

/**
 * A DeviceClass of resource.k8s.io/v1: devices under a name.
 *
 * <p>Threading: immutable.
 *
 * @param creationTimeMicros since 1970; of two classes with one extended resource the newer counts
 * @param extendedResourceName the resource that a pod may request to get one; "" for none
 */
public record DeviceClass(
    ObjectKey key,
    long creationTimeMicros,
    List<DeviceSelector> selectors,
    List<DeviceConfig> config,
    String extendedResourceName)
    implements ClusterObject {

  /** A class can always be asked for under this prefix and its name. */
  public static final String IMPLICIT_RESOURCE_PREFIX = "deviceclass.resource.kubernetes.io/";

  public DeviceClass {
    selectors = List.copyOf(selectors);
    config = List.copyOf(config);
  }

  @Override
  public Kind kind() {
    return Kind.DEVICE_CLASS;
  }
}
