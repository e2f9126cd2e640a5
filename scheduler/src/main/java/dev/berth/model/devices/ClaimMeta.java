package dev.berth.model.devices;

import java.util.List;

/**
 * The metadata of a claim that matter.
 *
 * <p>Threading: immutable.
 *
 * @param terminating whether it is being deleted
 * @param finalizers all of them, in the order in which they were written
 * @param forExtendedResources whether it was made by a scheduler for a pod's extended resources
 */
public record ClaimMeta(
    String uid,
    String resourceVersion,
    boolean terminating,
    List<String> finalizers,
    boolean forExtendedResources,
    List<ClaimOwner> owners) {
  /** What protects an allocated claim from deletion. */
  public static final String FINALIZER = "resource.kubernetes.io/delete-protection";

  /** The annotation behind {@link #forExtendedResources}, with the value {@code true}. */
  public static final String EXTENDED_RESOURCE_ANNOTATION =
      "resource.kubernetes.io/extended-resource-claim";

  /** Nothing is known. */
  public static final ClaimMeta UNKNOWN = new ClaimMeta("", "", false, List.of(), false, List.of());

  public ClaimMeta {
    finalizers = List.copyOf(finalizers);
    owners = List.copyOf(owners);
  }

  /** Whether the object of that uid controls the claim. */
  public boolean isControlledBy(String otherUid) {
    for (ClaimOwner owner : owners) {
      if (owner.controller()) {
        return owner.uid().equals(otherUid);
      }
    }
    return false;
  }
}
