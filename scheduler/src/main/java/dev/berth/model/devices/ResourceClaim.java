package dev.berth.model.devices;

import dev.berth.model.ObjectKey;
import dev.berth.model.VersionedObject;
import org.jspecify.annotations.Nullable;

/**
 * A ResourceClaim of resource.k8s.io/v1: a request for devices, and what came of it.
 *
 * <p>Threading: immutable.
 */
public record ResourceClaim(ObjectKey key, ClaimMeta meta, ClaimSpec spec, ClaimStatus status)
    implements VersionedObject {

  @Override
  public Kind kind() {
    return Kind.RESOURCE_CLAIM;
  }

  @Override
  public String uid() {
    return meta.uid();
  }

  @Override
  public String resourceVersion() {
    return meta.resourceVersion();
  }

  /** What is allocated; null when nothing is. */
  public @Nullable Allocation allocation() {
    return status.allocation();
  }

  public ResourceClaim withSpec(ClaimSpec other) {
    return new ResourceClaim(key, meta, other, status);
  }

  public ResourceClaim withStatus(ClaimStatus other) {
    return new ResourceClaim(key, meta, spec, other);
  }
}
