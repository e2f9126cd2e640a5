package dev.berth.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a pod says about devices of dynamic resource allocation.
 *
 * <p>Threading: immutable.
 *
 * @param claims in the order of {@code spec.resourceClaims}
 * @param containers init containers, then app containers, with what each requests; empty for a pod
 *     that requests no resource which a DeviceClass may offer
 * @param extended the claim that a scheduler made for extended resources of the pod; null when
 *     there is none
 */
public record PodClaims(
    List<PodClaim> claims, List<ContainerRequests> containers, @Nullable ExtendedClaim extended) {
  /** Nothing. */
  public static final PodClaims NONE = new PodClaims(List.of(), List.of(), null);

  public PodClaims {
    claims = List.copyOf(claims);
    containers = List.copyOf(containers);
  }

  /**
   * {@code status.extendedResourceClaimStatus}.
   *
   * @param claimName of the ResourceClaim
   * @param mappings which request of the claim is for which resource of which container
   */
  public record ExtendedClaim(String claimName, List<Mapping> mappings) {
    public ExtendedClaim {
      mappings = List.copyOf(mappings);
    }
  }

  /** An entry of {@code requestMappings}. */
  public record Mapping(String containerName, String resourceName, String requestName) {}
}
