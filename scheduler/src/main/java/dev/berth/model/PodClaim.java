package dev.berth.model;

/**
 * An entry of a pod's {@code spec.resourceClaims}, joined with the one of {@code
 * status.resourceClaimStatuses} that has its name.
 *
 * <p>Mirrors {@code Name}, dynamic-resource-allocation/resourceclaim/resourceclaim.go, Kubernetes
 * 1.36.3. Threading: immutable.
 */
public sealed interface PodClaim {
  /** The name that the pod uses for it. */
  String name();

  /** A claim that somebody made. */
  record Existing(String name, String claimName) implements PodClaim {}

  /** A claim that was made from a template, for this pod, which must be its controller. */
  record Generated(String name, String claimName) implements PodClaim {}

  /** One from a template which nobody has made yet. */
  record Awaited(String name) implements PodClaim {}

  /** One from a template that turned out not to be needed. */
  record NotNeeded(String name) implements PodClaim {}

  /** Neither a claim nor a template is named. */
  record Unsupported(String name) implements PodClaim {}
}
