package dev.berth.plugins.dynamicresources;

import dev.berth.framework.Lister;
import dev.berth.model.FieldErrors;
import dev.berth.model.ObjectKey;
import dev.berth.model.PodClaim;
import dev.berth.model.PodInfo;
import dev.berth.model.devices.ResourceClaim;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the claims that a pod names, or says why they cannot be used now.
 *
 * <p>Mirrors {@code foreachPodResourceClaim}, {@code plugins/dynamicresources/dynamicresources.go},
 * and {@code Name} and {@code IsForPod}, {@code
 * k8s.io/dynamic-resource-allocation/resourceclaim/resourceclaim.go}, Kubernetes 1.36.3. Threading:
 * scheduler thread only.
 */
final class ClaimLookup {

  /** What was found. */
  sealed interface Result {
    /** All of them, in the order of the pod; entries without a claim are left out. */
    record Found(List<ResourceClaim> claims) implements Result {
      public Found {
        claims = List.copyOf(claims);
      }
    }

    /** One cannot be used. */
    record Unusable(String reason) implements Result {}
  }

  private final Lister<ResourceClaim> claims;

  ClaimLookup(Lister<ResourceClaim> claims) {
    this.claims = claims;
  }

  Result of(PodInfo pod) {
    List<ResourceClaim> found = new ArrayList<>();
    for (PodClaim named : pod.claims().claims()) {
      String reason =
          switch (named) {
            case PodClaim.Existing(_, String claim) -> add(pod, claim, false, found);
            case PodClaim.Generated(_, String claim) -> add(pod, claim, true, found);
            case PodClaim.NotNeeded _ -> null;
            case PodClaim.Awaited _ -> "pod \"" + pod.key() + "\": ResourceClaim not created yet";
            case PodClaim.Unsupported(String name) ->
                "pod \"%s\", spec.resourceClaim %s: none of the supported fields are set"
                    .formatted(pod.key(), FieldErrors.quote(name));
          };
      if (reason != null) {
        return new Result.Unusable(reason);
      }
    }
    return new Result.Found(found);
  }

  /** Adds the claim; why it cannot be used, or null. */
  private @Nullable String add(
      PodInfo pod, String name, boolean mustBeOwned, List<ResourceClaim> found) {
    ObjectKey key = new ObjectKey(pod.key().namespace(), name);
    ResourceClaim claim = claims.find(key);
    if (claim == null) {
      return "could not find ResourceClaim \"" + key + "\"";
    }
    if (claim.meta().terminating()) {
      return "resourceclaim " + FieldErrors.quote(name) + " is being deleted";
    }
    if (mustBeOwned && !claim.meta().isControlledBy(pod.uid())) {
      return "ResourceClaim %s was not created for Pod %s (Pod is not owner)"
          .formatted(key, pod.key());
    }
    found.add(claim);
    return null;
  }
}
