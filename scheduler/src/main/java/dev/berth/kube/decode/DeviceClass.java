package dev.berth.kube.decode;

import java.util.Set;

/**
 * A DeviceClass of {@code resource.k8s.io/v1}, as far as it makes devices available under the name
 * of a resource.
 *
 * <p>Threading: immutable.
 */
public record DeviceClass(ObjectIdentity identity, String extendedResourceName) {
  /** Before the name of a class, the resource that every class offers. */
  private static final String IMPLICIT_PREFIX = "deviceclass.resource.kubernetes.io/";

  /**
   * Names under which containers can request its devices like any resource: the implicit one, and
   * {@code spec.extendedResourceName} if there is one.
   *
   * <p>Mirrors extendedresourcecache.go of dynamic-resource-allocation, Kubernetes 1.36.3.
   */
  public Set<String> resourceNames() {
    String implicit = IMPLICIT_PREFIX + identity.name();
    return extendedResourceName.isEmpty() || extendedResourceName.equals(implicit)
        ? Set.of(implicit)
        : Set.of(implicit, extendedResourceName);
  }
}
