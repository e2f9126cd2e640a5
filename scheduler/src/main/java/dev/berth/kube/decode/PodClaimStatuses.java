package dev.berth.kube.decode;

import dev.berth.model.PodClaim;
import dev.berth.model.PodClaims;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads what the status of a pod says about claims: which were made from its templates, and which
 * for its extended resources.
 *
 * <p>Threading: one per request.
 */
final class PodClaimStatuses {
  private static final FieldPolicy.Type STATUS = FieldPolicy.type("PodResourceClaimStatus");
  private static final FieldPolicy.Type EXTENDED =
      FieldPolicy.type("PodExtendedResourceClaimStatus");
  private static final FieldPolicy.Type MAPPING =
      FieldPolicy.type("ContainerExtendedResourceRequest");

  private final List<PodClaim> made = new ArrayList<>(0);
  private PodClaims.@Nullable ExtendedClaim extended;

  /** {@code status.resourceClaimStatuses}. */
  void read(JsonCursor json) throws IOException, UndecodableObject {
    if (!json.enterList()) {
      return;
    }
    while (json.nextElement()) {
      if (json.enterObject()) {
        made.add(readStatus(json));
      }
    }
  }

  private static PodClaim readStatus(JsonCursor json) throws IOException, UndecodableObject {
    String name = "";
    String claimName = null;
    for (String field = json.nextField(); field != null; field = json.nextField()) {
      switch (field) {
        case "name" -> name = json.string();
        case "resourceClaimName" -> claimName = json.present() ? json.string() : null;
        default -> json.skip(STATUS, field);
      }
    }
    return claimName == null
        ? new PodClaim.NotNeeded(name)
        : new PodClaim.Generated(name, claimName);
  }

  /** {@code status.extendedResourceClaimStatus}. */
  void readExtended(JsonCursor json) throws IOException, UndecodableObject {
    if (!json.enterObject()) {
      return;
    }
    String claimName = "";
    List<PodClaims.Mapping> mappings = new ArrayList<>();
    for (String field = json.nextField(); field != null; field = json.nextField()) {
      switch (field) {
        case "resourceClaimName" -> claimName = json.string();
        case "requestMappings" -> readMappings(json, mappings);
        default -> json.skip(EXTENDED, field);
      }
    }
    extended = new PodClaims.ExtendedClaim(claimName, mappings);
  }

  private static void readMappings(JsonCursor json, List<PodClaims.Mapping> mappings)
      throws IOException, UndecodableObject {
    if (!json.enterList()) {
      return;
    }
    while (json.nextElement()) {
      if (json.enterObject()) {
        mappings.add(readMapping(json));
      }
    }
  }

  private static PodClaims.Mapping readMapping(JsonCursor json)
      throws IOException, UndecodableObject {
    String container = "";
    String resource = "";
    String request = "";
    for (String field = json.nextField(); field != null; field = json.nextField()) {
      switch (field) {
        case "containerName" -> container = json.string();
        case "resourceName" -> resource = json.string();
        case "requestName" -> request = json.string();
        default -> json.skip(MAPPING, field);
      }
    }
    return new PodClaims.Mapping(container, resource, request);
  }

  /** What came of the template under that name; of two statuses the first counts. */
  PodClaim ofTemplate(String name) {
    for (PodClaim claim : made) {
      if (claim.name().equals(name)) {
        return claim;
      }
    }
    return new PodClaim.Awaited(name);
  }

  PodClaims.@Nullable ExtendedClaim extended() {
    return extended;
  }
}
