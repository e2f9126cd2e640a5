package dev.berth.cluster;

import dev.berth.framework.DeviceClassLister;
import dev.berth.model.ResourceName;
import dev.berth.model.devices.DeviceClass;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The DeviceClasses by name, and by the extended resources that they offer.
 *
 * <p>Mirrors {@code ExtendedResourceCache}, {@code
 * k8s.io/dynamic-resource-allocation/deviceclass/extendedresourcecache}, Kubernetes 1.36.3, step by
 * step: what a resource means depends on the order in which classes came and went when two of them
 * name one resource. There, a class that finds its resource taken by a newer one (or one with a
 * lower name, when both are of one second) is not known under its implicit name either, and
 * whichever of the two is deleted takes the resource with it.
 *
 * <p>Threading: the thread that owns the mirror.
 */
final class DeviceClasses extends ObjectTable<DeviceClass> implements DeviceClassLister {
  private final Map<String, DeviceClass> byResource = new HashMap<>();

  DeviceClasses(LookUps lookUps) {
    super(DeviceClass.class, lookUps);
  }

  @Override
  void shown(@Nullable DeviceClass before, @Nullable DeviceClass after) {
    if (after != null && isTakenFrom(after)) {
      return;
    }
    if (before != null) {
      byResource.remove(implicitResource(before));
      byResource.remove(before.extendedResourceName());
    }
    if (after != null) {
      byResource.put(implicitResource(after), after);
      if (!after.extendedResourceName().isEmpty()) {
        byResource.put(after.extendedResourceName(), after);
      }
    }
  }

  private boolean isTakenFrom(DeviceClass seen) {
    DeviceClass holder = byResource.get(seen.extendedResourceName());
    if (holder == null) {
      return false;
    }
    int age = Long.compare(seen.creationTimeMicros(), holder.creationTimeMicros());
    return age < 0 || (age == 0 && seen.key().name().compareTo(holder.key().name()) >= 0);
  }

  private static String implicitResource(DeviceClass deviceClass) {
    return DeviceClass.IMPLICIT_RESOURCE_PREFIX + deviceClass.key().name();
  }

  @Override
  public @Nullable DeviceClass offering(ResourceName resource) {
    lookedAtAll();
    return byResource.get(resource.name());
  }
}
