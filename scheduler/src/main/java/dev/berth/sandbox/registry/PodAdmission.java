package dev.berth.sandbox.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.sandbox.objects.Kinds;
import dev.berth.sandbox.objects.KubeObject;
import dev.berth.sandbox.objects.ObjectKey;
import dev.berth.sandbox.objects.StatusException;
import dev.berth.sandbox.store.ObjectStore;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the cluster adds to a pod: the admission plugins ServiceAccount (without its volume),
 * Priority, DefaultTolerationSeconds and PodTopologyLabels of Kubernetes 1.36.3.
 *
 * <p>Threading: any thread.
 */
final class PodAdmission {
  private static final List<String> TOLERATED =
      List.of("node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable");
  private static final List<String> TOPOLOGY =
      List.of("topology.kubernetes.io/zone", "topology.kubernetes.io/region");
  private static final int TOLERATED_SECONDS = 300;
  private static final String PREEMPTS = "PreemptLowerPriority";

  private final ObjectStore store;

  PodAdmission(ObjectStore store) {
    this.store = store;
  }

  void create(ObjectNode pod) {
    serviceAccount(pod);
    priority(pod);
    tolerations(pod.withObject("/spec"));
    String node = pod.path("spec").path("nodeName").asText();
    if (!node.isEmpty()) {
      topologyLabels(node, pod.withObject("/metadata"));
    }
  }

  void update(ObjectNode wish, ObjectNode current) {
    ObjectNode spec = wish.withObject("/spec");
    ObjectNode old = current.withObject("/spec");
    for (String kept : List.of("priority", "preemptionPolicy")) {
      if (!spec.has(kept)) {
        Metadata.copy(kept, old, spec);
      }
    }
    tolerations(spec);
  }

  private void serviceAccount(ObjectNode pod) {
    ObjectNode spec = pod.withObject("/spec");
    String name = spec.path("serviceAccountName").asText(spec.path("serviceAccount").asText());
    if (name.isEmpty()) {
      name = "default";
    }
    String namespace = Metadata.text(pod, "namespace");
    if (store.get(Kinds.SERVICE_ACCOUNT, new ObjectKey(namespace, name)) == null) {
      throw forbidden(
          pod,
          "error looking up service account %s/%s: serviceaccount \"%s\" not found"
              .formatted(namespace, name, name));
    }
    spec.put("serviceAccountName", name).put("serviceAccount", name);
  }

  private void priority(ObjectNode pod) {
    ObjectNode spec = pod.withObject("/spec");
    String name = spec.path("priorityClassName").asText();
    JsonNode priorityClass = name.isEmpty() ? globalDefault() : named(name, pod);
    int priority = priorityClass == null ? 0 : priorityClass.path("value").asInt();
    String policy =
        priorityClass == null ? PREEMPTS : priorityClass.path("preemptionPolicy").asText(PREEMPTS);
    if (spec.has("priority") && spec.path("priority").asInt() != priority) {
      throw forbidden(
          pod,
          "the integer value of priority (%s) must not be provided in pod spec; priority admission"
                  .formatted(spec.path("priority").asText())
              + " controller computed %d from the given PriorityClass name".formatted(priority));
    }
    String asked = spec.path("preemptionPolicy").asText(policy);
    if (!asked.equals(policy)) {
      throw forbidden(
          pod,
          "the string value of PreemptionPolicy (%s) must not be provided in pod spec; priority"
                  .formatted(asked)
              + " admission controller computed %s from the given PriorityClass name"
                  .formatted(policy));
    }
    if (priorityClass != null) {
      spec.put("priorityClassName", Metadata.name(priorityClass));
    }
    spec.put("priority", priority).put("preemptionPolicy", policy);
  }

  private JsonNode named(String name, ObjectNode pod) {
    KubeObject found = store.get(Kinds.PRIORITY_CLASS, ObjectKey.ofCluster(name));
    if (found == null) {
      throw forbidden(pod, "no PriorityClass with name " + name + " was found");
    }
    return found.tree();
  }

  /** The lowest of the classes that are marked so. */
  private @Nullable JsonNode globalDefault() {
    return store.list(Kinds.PRIORITY_CLASS).objects().stream()
        .map(KubeObject::tree)
        .filter(each -> each.path("globalDefault").asBoolean())
        .min(Comparator.comparingInt(each -> each.path("value").asInt()))
        .orElse(null);
  }

  private static StatusException forbidden(ObjectNode pod, String why) {
    return StatusException.forbidden(Kinds.POD, Metadata.name(pod), why);
  }

  private static void tolerations(ObjectNode spec) {
    for (String taint : TOLERATED) {
      if (!tolerates(spec.path("tolerations"), taint)) {
        spec.withArray("tolerations")
            .addObject()
            .put("key", taint)
            .put("operator", "Exists")
            .put("effect", "NoExecute")
            .put("tolerationSeconds", TOLERATED_SECONDS);
      }
    }
  }

  private static boolean tolerates(JsonNode tolerations, String taint) {
    for (JsonNode toleration : tolerations) {
      String key = toleration.path("key").asText();
      String effect = toleration.path("effect").asText();
      if ((key.isEmpty() || key.equals(taint))
          && (effect.isEmpty() || effect.equals("NoExecute"))) {
        return true;
      }
    }
    return false;
  }

  /** Gives the labels of this metadata what tells where the node stands. */
  void topologyLabels(String nodeName, ObjectNode metadata) {
    KubeObject node = store.get(Kinds.NODE, ObjectKey.ofCluster(nodeName));
    if (node == null) {
      return;
    }
    for (String label : TOPOLOGY) {
      String value = node.labels().get(label);
      if (value != null) {
        metadata.withObject("/labels").put(label, value);
      }
    }
  }
}
