package dev.berth.kube.bind;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.model.PodClaims;
import dev.berth.model.PodInfo;
import dev.berth.model.devices.Allocation;
import dev.berth.model.devices.ClaimMeta;
import dev.berth.model.devices.ClaimSpec;
import dev.berth.model.devices.DeviceRequest;
import dev.berth.model.devices.ResourceClaim;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The bodies of all writes to a ResourceClaim: strategic merge patches that carry the uid, and the
 * version where the write must not cross another's, and the claim for extended resources.
 *
 * <p>Lists of claims merge, by uid or by value, so entries of others stay as they are. Threading:
 * any thread.
 */
final class ClaimPatch {
  private ClaimPatch() {}

  private static ObjectNode of(ResourceClaim claim) {
    ObjectNode patch = JsonNodeFactory.instance.objectNode();
    patch.putObject("metadata").put("uid", claim.uid());
    return patch;
  }

  private static ObjectNode ofThisVersion(ResourceClaim claim) {
    ObjectNode patch = of(claim);
    patch.withObject("/metadata").put("resourceVersion", claim.resourceVersion());
    return patch;
  }

  /** Protects the claim from deletion. */
  static String addFinalizer(ResourceClaim claim) {
    ObjectNode patch = ofThisVersion(claim);
    patch.withObject("/metadata").putArray("finalizers").add(ClaimMeta.FINALIZER);
    return patch.toString();
  }

  static String removeFinalizer(ResourceClaim claim) {
    ObjectNode patch = of(claim);
    patch
        .withObject("/metadata")
        .putArray("$deleteFromPrimitiveList/finalizers")
        .add(ClaimMeta.FINALIZER);
    return patch.toString();
  }

  /** Adds the pod to those who use the claim, and the allocation if there is one to add. */
  static String reserve(
      ResourceClaim claim, @Nullable Allocation allocation, PodInfo pod, Instant now) {
    ObjectNode patch = ofThisVersion(claim);
    ObjectNode status = patch.putObject("status");
    if (allocation != null) {
      status.set("allocation", AllocationJson.of(allocation, now));
    }
    status
        .putArray("reservedFor")
        .addObject()
        .put("resource", "pods")
        .put("name", pod.key().name())
        .put("uid", pod.uid());
    return patch.toString();
  }

  /** Holds for any version: entries of other pods are not touched. */
  static String release(ResourceClaim claim, PodInfo pod) {
    ObjectNode patch = of(claim);
    patch
        .putObject("status")
        .putArray("reservedFor")
        .addObject()
        .put("$patch", "delete")
        .put("uid", pod.uid());
    return patch.toString();
  }

  static String deallocate(ResourceClaim claim) {
    ObjectNode patch = ofThisVersion(claim);
    patch.putObject("status").putNull("allocation").putNull("reservedFor").putNull("devices");
    return patch.toString();
  }

  /** The whole claim for a pod's extended resources; the server makes its name. */
  static String extended(PodInfo pod, ClaimSpec spec) {
    ObjectNode claim = JsonNodeFactory.instance.objectNode();
    claim.put("apiVersion", "resource.k8s.io/v1").put("kind", "ResourceClaim");
    ObjectNode metadata = claim.putObject("metadata");
    metadata.put("namespace", pod.key().namespace());
    metadata.put("generateName", pod.key().name() + "-extended-resources-");
    metadata.putObject("annotations").put(ClaimMeta.EXTENDED_RESOURCE_ANNOTATION, "true");
    metadata
        .putArray("ownerReferences")
        .addObject()
        .put("apiVersion", "v1")
        .put("kind", "Pod")
        .put("name", pod.key().name())
        .put("uid", pod.uid())
        .put("controller", true);
    var requests = claim.putObject("spec").putObject("devices").putArray("requests");
    for (DeviceRequest request : spec.requests()) {
      if (request instanceof DeviceRequest.Exactly exactly) {
        requests
            .addObject()
            .put("name", exactly.name())
            .putObject("exactly")
            .put("deviceClassName", exactly.wanted().deviceClassName())
            .put("allocationMode", exactly.wanted().allocationMode())
            .put("count", exactly.wanted().count());
      }
    }
    return claim.toString();
  }

  /** For the status of a pod. */
  static String recordExtended(PodInfo pod, PodClaims.ExtendedClaim claim) {
    ObjectNode patch = JsonNodeFactory.instance.objectNode();
    patch.putObject("metadata").put("uid", pod.uid());
    ObjectNode status = patch.putObject("status").putObject("extendedResourceClaimStatus");
    var mappings = status.putArray("requestMappings");
    for (PodClaims.Mapping mapping : claim.mappings()) {
      mappings
          .addObject()
          .put("containerName", mapping.containerName())
          .put("resourceName", mapping.resourceName())
          .put("requestName", mapping.requestName());
    }
    status.put("resourceClaimName", claim.claimName());
    return patch.toString();
  }
}
