package dev.berth.framework;

import dev.berth.model.ResourceName;
import dev.berth.model.devices.DeviceClass;
import org.jspecify.annotations.Nullable;

/**
 * What is known of DeviceClasses.
 *
 * <p>Mirrors {@code DeviceClassResolver}, kube-scheduler framework, Kubernetes 1.36.3. Threading:
 * scheduler thread only.
 */
public interface DeviceClassLister extends Lister<DeviceClass> {
  /** The class whose devices a pod gets for an extended resource of that name, or null. */
  @Nullable DeviceClass offering(ResourceName resource);
}
