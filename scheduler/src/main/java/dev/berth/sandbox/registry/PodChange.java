package dev.berth.sandbox.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.sandbox.objects.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What an update may change in the spec of a pod: images, deadline, more tolerations, fewer gates,
 * and while it is gated a narrower node selector and affinity: {@code ValidatePodUpdate} of {@code
 * pkg/apis/core/validation/validation.go} of Kubernetes 1.36.3.
 *
 * <p>Of what changed beyond that the refusal lists the fields of the spec, not upstream's dump of
 * its internal form around them. Threading: any thread.
 */
final class PodChange {
  private static final String UPDATABLE =
      "pod updates may not change fields other than"
          + " `spec.containers[*].image`,`spec.initContainers[*].image`,"
          + "`spec.activeDeadlineSeconds`,"
          + "`spec.tolerations` (only additions to existing tolerations),"
          + "`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously"
          + " negative)";
  private static final String REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution";

  private final JsonNode wish;
  private final JsonNode old;
  private final Problems problems;

  private PodChange(JsonNode wish, JsonNode old, Problems problems) {
    this.wish = wish;
    this.old = old;
    this.problems = problems;
  }

  static void check(JsonNode wish, JsonNode current, Problems problems) {
    PodChange change = new PodChange(wish.path("spec"), current.path("spec"), problems);
    if (change.containers("containers")
        && change.containers("initContainers")
        && change.deadline()) {
      change.tolerations();
      change.gates();
      change.everythingElse();
    }
  }

  private boolean containers(String list) {
    if (wish.path(list).size() != old.path(list).size()) {
      problems.forbidden("spec." + list, "pod updates may not add or remove containers");
      return false;
    }
    int i = 0;
    for (JsonNode container : wish.path(list)) {
      String image = container.path("image").asText();
      String field = "spec." + list + "[" + i++ + "].image";
      if (!image.strip().equals(image)) {
        problems.invalid(field, image, "must not have leading or trailing whitespace");
      }
    }
    return true;
  }

  private boolean deadline() {
    String field = "spec.activeDeadlineSeconds";
    JsonNode seconds = wish.path("activeDeadlineSeconds");
    JsonNode before = old.path("activeDeadlineSeconds");
    if (seconds.isMissingNode()) {
      if (!before.isMissingNode()) {
        problems.invalid(
            field, NullNode.getInstance(), "must not update from a positive integer to nil value");
      }
      return true;
    }
    if (!before.isMissingNode() && before.asLong() < seconds.asLong()) {
      problems.invalid(field, seconds, "must be less than or equal to previous value");
      return false;
    }
    return true;
  }

  private void tolerations() {
    for (JsonNode before : old.path("tolerations")) {
      boolean kept = false;
      for (JsonNode now : wish.path("tolerations")) {
        kept |= timeless(now).equals(timeless(before));
      }
      if (!kept) {
        problems.forbidden(
            "spec.tolerations",
            "existing toleration can not be modified except its tolerationSeconds");
        return;
      }
    }
  }

  private static JsonNode timeless(JsonNode toleration) {
    ObjectNode copy = toleration.deepCopy();
    copy.remove("tolerationSeconds");
    return copy;
  }

  private void gates() {
    List<String> before = new ArrayList<>();
    old.path("schedulingGates").forEach(gate -> before.add(gate.path("name").asText()));
    int i = 0;
    for (JsonNode gate : wish.path("schedulingGates")) {
      String name = gate.path("name").asText();
      String field = "spec.schedulingGates[" + i++ + "].name";
      if (!before.contains(name)) {
        problems.forbidden(
            field, "only deletion is allowed, but found new scheduling gate '" + name + "'");
      }
    }
  }

  private void everythingElse() {
    ObjectNode rest = wish.deepCopy();
    ObjectNode before = old.deepCopy();
    for (String list : List.of("containers", "initContainers")) {
      for (int i = 0; i < rest.path(list).size(); i++) {
        ObjectNode container = (ObjectNode) rest.get(list).get(i);
        Metadata.copy("image", (ObjectNode) before.get(list).get(i), container);
      }
    }
    for (String field : List.of("activeDeadlineSeconds", "schedulingGates", "tolerations")) {
      Metadata.copy(field, before, rest);
    }
    JsonNode grace = before.path("terminationGracePeriodSeconds");
    if (grace.asLong() < 0 && rest.path("terminationGracePeriodSeconds").asLong() == 1) {
      Metadata.copy("terminationGracePeriodSeconds", before, rest);
    }
    if (!before.path("schedulingGates").isEmpty()) {
      nodeSelector();
      nodeAffinity();
      Metadata.copy("nodeSelector", before, rest);
      withoutNodeAffinity(rest);
      withoutNodeAffinity(before);
    }
    if (!rest.equals(before)) {
      problems.forbidden("spec", UPDATABLE + "\n" + difference(before, rest));
    }
  }

  private void nodeSelector() {
    JsonNode selector = wish.path("nodeSelector");
    for (Map.Entry<String, JsonNode> entry : old.path("nodeSelector").properties()) {
      if (!entry.getValue().equals(selector.path(entry.getKey()))) {
        problems.invalid(
            "spec.nodeSelector",
            selector.isMissingNode() ? NullNode.getInstance() : selector,
            "only additions to spec.nodeSelector are allowed (no mutations or deletions)");
        return;
      }
    }
  }

  private void nodeAffinity() {
    JsonNode before = terms(old);
    JsonNode now = terms(wish);
    String field = "spec.affinity.nodeAffinity." + REQUIRED + ".nodeSelectorTerms";
    if (before.isEmpty()) {
      return;
    }
    if (before.size() != now.size()) {
      problems.invalid(
          field,
          now.isMissingNode() ? NullNode.getInstance() : now,
          "no additions/deletions to non-empty NodeSelectorTerms list are allowed");
      return;
    }
    for (int i = 0; i < before.size(); i++) {
      if (!onlyAdds(now.get(i), before.get(i))) {
        problems.invalid(
            field + "[" + i + "]",
            now.get(i),
            "only additions are allowed (no mutations or deletions)");
      }
    }
  }

  private static JsonNode terms(JsonNode spec) {
    return spec.path("affinity").path("nodeAffinity").path(REQUIRED).path("nodeSelectorTerms");
  }

  private static boolean onlyAdds(JsonNode now, JsonNode before) {
    if (before.isEmpty()) {
      return now.isEmpty();
    }
    for (String list : List.of("matchExpressions", "matchFields")) {
      for (int i = 0; i < before.path(list).size(); i++) {
        if (!before.path(list).get(i).equals(now.path(list).path(i))) {
          return false;
        }
      }
    }
    return true;
  }

  private static void withoutNodeAffinity(ObjectNode spec) {
    if (spec.get("affinity") instanceof ObjectNode affinity) {
      affinity.remove("nodeAffinity");
      if (affinity.isEmpty()) {
        spec.remove("affinity");
      }
    }
  }

  private static String difference(ObjectNode before, ObjectNode now) {
    Set<String> names = new TreeSet<>();
    before.fieldNames().forEachRemaining(names::add);
    now.fieldNames().forEachRemaining(names::add);
    StringBuilder text = new StringBuilder();
    for (String name : names) {
      if (!before.path(name).equals(now.path(name))) {
        line('-', name, before, text);
        line('+', name, now, text);
      }
    }
    return text.toString();
  }

  private static void line(char sign, String name, ObjectNode spec, StringBuilder text) {
    if (spec.has(name)) {
      text.append(sign).append(' ').append(Json.text(name)).append(": ");
      text.append(spec.get(name)).append(",\n");
    }
  }
}
