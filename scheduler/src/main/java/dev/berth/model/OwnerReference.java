package dev.berth.model;

import org.jspecify.annotations.Nullable;

/**
 * The object that controls a pod, as the pod names it; the namespace is the pod's own.
 *
 * <p>Threading: immutable.
 */
public record OwnerReference(String apiVersion, String kind, String name) {

  /** Spelled out, as {@link #hashCode}: each pod's is looked up when it is decoded. */
  @Override
  public boolean equals(@Nullable Object o) {
    return this == o
        || (o instanceof OwnerReference other
            && name.equals(other.name)
            && kind.equals(other.kind)
            && apiVersion.equals(other.apiVersion));
  }

  @Override
  public int hashCode() {
    return 31 * (31 * apiVersion.hashCode() + kind.hashCode()) + name.hashCode();
  }
}
