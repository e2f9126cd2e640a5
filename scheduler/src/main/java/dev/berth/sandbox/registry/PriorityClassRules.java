package dev.berth.sandbox.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.sandbox.objects.Kinds;
import dev.berth.sandbox.objects.KubeObject;
import dev.berth.sandbox.objects.StatusException;
import dev.berth.sandbox.registry.Registry.Part;
import dev.berth.sandbox.store.ObjectStore;
import java.util.List;
import java.util.Map;

/**
 * The rules of priority classes: {@code pkg/apis/scheduling/validation} and the admission plugin
 * Priority of Kubernetes 1.36.3.
 *
 * <p>Threading: any thread.
 */
record PriorityClassRules(ObjectStore store) implements KindRules {
  /** The classes that every cluster has. */
  static final Map<String, Integer> SYSTEM =
      Map.of("system-cluster-critical", 2_000_000_000, "system-node-critical", 2_000_001_000);

  private static final int HIGHEST = 1_000_000_000;

  @Override
  public Names.Form names() {
    return Names.Form.SUBDOMAIN;
  }

  @Override
  public void complete(ObjectNode tree) {
    if (!tree.has("preemptionPolicy")) {
      tree.put("preemptionPolicy", "PreemptLowerPriority");
    }
    if (!tree.has("value")) {
      tree.put("value", 0);
    }
  }

  @Override
  public void prepare(ObjectNode created) {
    Metadata.of(created).put("generation", 1);
  }

  @Override
  public void check(ObjectNode created, Problems problems) {
    String name = Metadata.name(created);
    int value = created.path("value").asInt();
    if (name.startsWith("system-")) {
      Integer known = SYSTEM.get(name);
      if (known == null || known != value) {
        problems.forbidden(
            "metadata.name",
            "priority class names with 'system-' prefix are reserved for system use only. error: "
                + (known == null
                    ? name + " is not a known system priority class"
                    : "value of %s PriorityClass must be %d".formatted(name, known)));
      }
    } else if (value > HIGHEST) {
      problems.forbidden("value", "maximum allowed value of a user defined priority is " + HIGHEST);
    }
    ContainerValidation.oneOf(
        created, "", "preemptionPolicy", List.of("PreemptLowerPriority", "Never"), problems);
    if (problems.isEmpty()) {
      oneDefault(created);
    }
  }

  @Override
  public void checkUpdate(ObjectNode wish, ObjectNode current, Part part, Problems problems) {
    if (!wish.path("value").equals(current.path("value"))) {
      problems.forbidden("value", "may not be changed in an update.");
    }
    JsonNode policy = wish.path("preemptionPolicy");
    if (!policy.equals(current.path("preemptionPolicy"))) {
      MetadataRules.immutable("preemptionPolicy", policy, problems);
    }
    if (problems.isEmpty()) {
      oneDefault(wish);
    }
  }

  private void oneDefault(ObjectNode wish) {
    if (!wish.path("globalDefault").asBoolean()) {
      return;
    }
    for (KubeObject other : store.list(Kinds.PRIORITY_CLASS).objects()) {
      if (!other.name().equals(Metadata.name(wish))
          && other.tree().path("globalDefault").asBoolean()) {
        throw StatusException.forbidden(
            Kinds.PRIORITY_CLASS,
            Metadata.name(wish),
            "PriorityClass "
                + other.name()
                + " is already marked as default. Only one default can exist");
      }
    }
  }

  @Override
  public void admitDelete(ObjectNode current) {
    String name = Metadata.name(current);
    if (SYSTEM.containsKey(name)) {
      throw StatusException.forbidden(
          Kinds.PRIORITY_CLASS, name, "this is a system priority class and cannot be deleted");
    }
  }
}
