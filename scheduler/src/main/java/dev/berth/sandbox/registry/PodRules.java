package dev.berth.sandbox.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.sandbox.registry.Registry.Part;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rules of pods: {@code pkg/registry/core/pod/strategy.go} of Kubernetes 1.36.3.
 *
 * <p>Threading: any thread.
 */
final class PodRules implements KindRules {
  private final PodAdmission admission;
  private final InstantSource clock;

  PodRules(PodAdmission admission, InstantSource clock) {
    this.admission = admission;
    this.clock = clock;
  }

  @Override
  public Names.Form names() {
    return Names.Form.SUBDOMAIN;
  }

  @Override
  public void complete(ObjectNode tree) {
    PodDefaults.complete(tree);
  }

  @Override
  public void admit(ObjectNode created) {
    admission.create(created);
  }

  @Override
  public void prepare(ObjectNode created) {
    JsonNode spec = created.path("spec");
    Metadata.of(created).put("generation", 1);
    created.putObject("status").put("phase", "Pending");
    if (!spec.path("schedulingGates").isEmpty()) {
      PodConditions.gated(created, Times.second(clock.instant()));
    }
    created.withObject("/status").put("qosClass", Qos.of(spec));
    PodDefaults.matchLabelKeys(created);
  }

  @Override
  public void prepareUpdate(ObjectNode wish, ObjectNode current, Part part) {
    switch (part) {
      case WHOLE -> {
        Metadata.copy("status", current, wish);
        admission.update(wish, current);
        Metadata.countChange(wish, current);
      }
      case STATUS -> {
        Metadata.copy("spec", current, wish);
        Metadata.copy("ownerReferences", Metadata.of(current), Metadata.of(wish));
        Metadata.copy("deletionTimestamp", Metadata.of(current), Metadata.of(wish));
        keepGenerations(wish, current);
      }
    }
  }

  /** What a status leaves out of what was observed stays, as does the class of service. */
  private static void keepGenerations(ObjectNode wish, ObjectNode current) {
    ObjectNode status = wish.withObject("/status");
    ObjectNode old = current.withObject("/status");
    for (String field : new String[] {"qosClass", "observedGeneration"}) {
      if (!status.has(field)) {
        Metadata.copy(field, old, status);
      }
    }
    Map<String, JsonNode> before = new HashMap<>();
    for (JsonNode condition : old.path("conditions")) {
      before.putIfAbsent(condition.path("type").asText(), condition);
    }
    for (JsonNode condition : status.path("conditions")) {
      JsonNode same = before.get(condition.path("type").asText());
      if (same instanceof ObjectNode known && !condition.has("observedGeneration")) {
        Metadata.copy("observedGeneration", known, (ObjectNode) condition);
      }
    }
  }

  @Override
  public void check(ObjectNode created, Problems problems) {
    PodValidation.create(created, problems);
  }

  @Override
  public void checkUpdate(ObjectNode wish, ObjectNode current, Part part, Problems problems) {
    switch (part) {
      case WHOLE -> {
        if (!wish.path("spec").equals(current.path("spec"))) {
          PodValidation.spec(wish.path("spec"), problems);
          PodChange.check(wish, current, problems);
        }
      }
      case STATUS -> PodValidation.status(wish, current, problems);
    }
  }

  @Override
  public @Nullable Long grace(ObjectNode current, @Nullable Long asked) {
    JsonNode spec = current.path("spec");
    String phase = current.path("status").path("phase").asText();
    if (!spec.has("nodeName") || phase.equals("Failed") || phase.equals("Succeeded")) {
      return 0L;
    }
    long period = asked == null ? spec.path("terminationGracePeriodSeconds").asLong() : asked;
    return period < 0 ? 1 : period;
  }
}
