package dev.berth.cluster;

import java.util.HashMap;
import java.util.Map;

/**
 * The DeviceClasses by name, for the one question which extended resources they offer.
 *
 * <p>Mirrors {@code ExtendedResourceCache}, {@code
 * k8s.io/dynamic-resource-allocation/deviceclass/extendedresourcecache}, Kubernetes 1.36.3, where
 * deleting one of two classes with the same resource name forgets both. Threading: the thread that
 * owns the view.
 */
final class DeviceClasses {

  /** A class can always be asked for under this prefix and its name. */
  private static final String IMPLICIT_PREFIX = "deviceclass.resource.kubernetes.io/";

  private final Map<String, String> resourceNames = new HashMap<>();

  void put(String name, String extendedResourceName) {
    resourceNames.put(name, extendedResourceName);
  }

  void remove(String name) {
    resourceNames.remove(name);
  }

  boolean back(String extendedResource) {
    return resourceNames.containsValue(extendedResource)
        || (extendedResource.startsWith(IMPLICIT_PREFIX)
            && resourceNames.containsKey(extendedResource.substring(IMPLICIT_PREFIX.length())));
  }
}
