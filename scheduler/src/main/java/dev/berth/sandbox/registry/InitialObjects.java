package dev.berth.sandbox.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.sandbox.objects.Kinds;
import dev.berth.sandbox.registry.Registry.WriteOptions;
import java.util.List;
import java.util.Map;

/**
 * What every cluster has from the start: four namespaces with their service accounts, and the two
 * priority classes of the system.
 *
 * <p>Threading: any thread.
 */
final class InitialObjects {
  private static final Map<String, String> DESCRIPTIONS =
      Map.of(
          "system-cluster-critical",
          "Used for system critical pods that must run in the cluster, but can be moved to another"
              + " node if necessary.",
          "system-node-critical",
          "Used for system critical pods that must not be moved from their current node.");

  private InitialObjects() {}

  static void create(Registry registry) {
    for (String name : List.of("kube-system", "kube-public", "kube-node-lease", "default")) {
      registry.create(Kinds.NAMESPACE, "", Registry.named(name), WriteOptions.NONE);
    }
    DESCRIPTIONS.keySet().stream().sorted().forEach(name -> priorityClass(registry, name));
  }

  private static void priorityClass(Registry registry, String name) {
    ObjectNode body = Registry.named(name);
    body.put("value", PriorityClassRules.SYSTEM.get(name));
    body.put("description", DESCRIPTIONS.get(name));
    registry.create(Kinds.PRIORITY_CLASS, "", body, WriteOptions.NONE);
  }
}
