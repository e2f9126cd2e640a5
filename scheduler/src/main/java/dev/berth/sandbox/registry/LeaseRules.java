package dev.berth.sandbox.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.sandbox.objects.Kinds;
import dev.berth.sandbox.registry.Registry.Part;
import java.util.List;

/**
 * The rules of leases: {@code pkg/apis/coordination/validation} of Kubernetes 1.36.3. The only kind
 * whose updates must say which version they change.
 *
 * <p>Threading: immutable.
 */
record LeaseRules() implements KindRules {
  @Override
  public Names.Form names() {
    return Names.Form.SUBDOMAIN;
  }

  @Override
  public boolean allowsUnconditionalUpdate() {
    return false;
  }

  @Override
  public void complete(ObjectNode tree) {
    ObjectNode spec = tree.withObject("/spec");
    for (String time : List.of("acquireTime", "renewTime")) {
      Times.micro(Kinds.LEASE, spec, time);
    }
  }

  @Override
  public void check(ObjectNode created, Problems problems) {
    JsonNode spec = created.path("spec");
    JsonNode seconds = spec.path("leaseDurationSeconds");
    if (!seconds.isMissingNode() && seconds.asInt() <= 0) {
      problems.invalid("spec.leaseDurationSeconds", seconds, "must be greater than 0");
    }
    JsonNode transitions = spec.path("leaseTransitions");
    if (transitions.asInt() < 0) {
      problems.invalid("spec.leaseTransitions", transitions, "must be greater than or equal to 0");
    }
  }

  @Override
  public void checkUpdate(ObjectNode wish, ObjectNode current, Part part, Problems problems) {
    check(wish, problems);
  }
}
