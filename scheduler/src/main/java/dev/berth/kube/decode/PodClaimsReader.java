package dev.berth.kube.decode;

import dev.berth.model.PodClaim;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code spec.resourceClaims} of a pod.
 *
 * <p>Threading: one per request.
 */
final class PodClaimsReader {
  private static final FieldPolicy.Type CLAIM = FieldPolicy.type("PodResourceClaim");

  /** An entry; of a claim and a template, the claim counts. */
  private record Entry(String name, @Nullable String claimName, boolean fromTemplate) {
    PodClaim joined(PodClaimStatuses statuses) {
      if (claimName != null) {
        return new PodClaim.Existing(name, claimName);
      }
      return fromTemplate ? statuses.ofTemplate(name) : new PodClaim.Unsupported(name);
    }
  }

  private final List<Entry> entries = new ArrayList<>(0);

  void read(JsonCursor json) throws IOException, UndecodableObject {
    if (!json.enterList()) {
      return;
    }
    while (json.nextElement()) {
      if (json.enterObject()) {
        readEntry(json);
      }
    }
  }

  private void readEntry(JsonCursor json) throws IOException, UndecodableObject {
    String name = "";
    String claimName = null;
    boolean fromTemplate = false;
    for (String field = json.nextField(); field != null; field = json.nextField()) {
      switch (field) {
        case "name" -> name = json.string();
        case "resourceClaimName" -> claimName = json.present() ? json.string() : null;
        case "resourceClaimTemplateName" -> {
          fromTemplate = json.present();
          json.string();
        }
        default -> json.skip(CLAIM, field);
      }
    }
    entries.add(new Entry(name, claimName, fromTemplate));
  }

  /** The claims, with what the status of the pod says about them. */
  List<PodClaim> joined(PodClaimStatuses statuses) {
    return entries.stream().map(entry -> entry.joined(statuses)).toList();
  }
}
