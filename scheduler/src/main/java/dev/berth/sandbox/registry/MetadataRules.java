package dev.berth.sandbox.registry;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.sandbox.objects.Json;
import dev.berth.sandbox.objects.Kind;
import dev.berth.sandbox.objects.Kinds;
import dev.berth.sandbox.objects.StatusException.Cause;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is checked in the metadata of every kind: {@code apimachinery/pkg/api/validation/
 * objectmeta.go} of Kubernetes 1.36.3.
 *
 * <p>Threading: any thread.
 */
final class MetadataRules {
  private static final int MOST_ANNOTATIONS_BYTES = 256 * 1024;
  private static final List<String> IMMUTABLE =
      List.of(
          "name",
          "namespace",
          "uid",
          "creationTimestamp",
          "deletionTimestamp",
          "deletionGracePeriodSeconds");

  /** Finalizers of one word that pods, nodes and namespaces may have. */
  private static final Set<String> STANDARD_FINALIZERS =
      Set.of("kubernetes", "orphan", "foregroundDeletion");

  private static final Set<Kind> CORE =
      Set.of(Kinds.POD, Kinds.NODE, Kinds.NAMESPACE, Kinds.SERVICE_ACCOUNT);

  private MetadataRules() {}

  static void check(Kind kind, Names.Form form, JsonNode tree, Problems problems) {
    JsonNode metadata = tree.path("metadata");
    String base = metadata.path("generateName").asText();
    if (!base.isEmpty()) {
      problems.invalid("metadata.generateName", base, form.checkPrefix(base));
    }
    String name = metadata.path("name").asText();
    if (name.isEmpty()) {
      problems.required("metadata.name", "name or generateName is required");
    } else {
      problems.invalid("metadata.name", name, form.check(name));
    }
    if (kind.namespaced()) {
      String namespace = metadata.path("namespace").asText();
      problems.invalid("metadata.namespace", namespace, Names.label(namespace));
    }
    labels(metadata.path("labels"), "metadata.labels", problems);
    annotations(metadata.path("annotations"), problems);
    owners(metadata.path("ownerReferences"), problems);
    finalizers(kind, metadata.path("finalizers"), problems);
  }

  static void checkUpdate(JsonNode tree, JsonNode old, Problems problems) {
    JsonNode metadata = tree.path("metadata");
    JsonNode before = old.path("metadata");
    if (before.has("deletionTimestamp")) {
      List<String> added = texts(metadata.path("finalizers"));
      added.removeAll(texts(before.path("finalizers")));
      if (!added.isEmpty()) {
        String all =
            added.stream().sorted().map(Json::text).collect(Collectors.joining(", ", "{", "}"));
        problems.forbidden(
            "metadata.finalizers",
            "no new finalizers can be added if the object is being deleted, found new finalizers"
                + " []string"
                + all);
      }
    }
    for (String field : IMMUTABLE) {
      if (!metadata.path(field).equals(before.path(field))) {
        immutable("metadata." + field, metadata.path(field), problems);
      }
    }
  }

  /** Says that a field should not have changed. */
  static void immutable(String field, JsonNode value, Problems problems) {
    if (value.isMissingNode()) {
      problems.invalid(field, "", "field is immutable");
    } else {
      problems.invalid(field, value, "field is immutable");
    }
  }

  /** Checks keys and values of labels, or of what looks like them. */
  static void labels(JsonNode labels, String field, Problems problems) {
    for (Map.Entry<String, JsonNode> label : labels.properties()) {
      problems.invalid(field, label.getKey(), Names.labelKey(label.getKey()));
      String value = label.getValue().asText();
      problems.invalid(field, value, Names.labelValue(value));
    }
  }

  private static void annotations(JsonNode annotations, Problems problems) {
    long bytes = 0;
    for (Map.Entry<String, JsonNode> each : annotations.properties()) {
      String key = each.getKey();
      problems.invalid("metadata.annotations", key, Names.annotationKey(key));
      bytes += utf8(key) + utf8(each.getValue().asText());
    }
    if (bytes > MOST_ANNOTATIONS_BYTES) {
      problems.add(
          new Cause(
              "FieldValueTooLong",
              "metadata.annotations",
              "Too long: may not be more than " + MOST_ANNOTATIONS_BYTES + " bytes"));
    }
  }

  private static long utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  private static void owners(JsonNode owners, Problems problems) {
    for (JsonNode owner : owners) {
      if (owner.path("apiVersion").asText().isEmpty()) {
        problems.invalid("metadata.ownerReferences.apiVersion", "", "version must not be empty");
      }
      for (String field : List.of("kind", "name", "uid")) {
        if (owner.path(field).asText().isEmpty()) {
          problems.invalid("metadata.ownerReferences." + field, "", "must not be empty");
        }
      }
    }
  }

  private static void finalizers(Kind kind, JsonNode finalizers, Problems problems) {
    List<String> names = texts(finalizers);
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      problems.invalid("metadata.finalizers", name, Names.labelKey(name));
      if (CORE.contains(kind) && !name.contains("/") && !STANDARD_FINALIZERS.contains(name)) {
        problems.invalid(
            "metadata.finalizers[" + i + "]",
            name,
            "name is neither a standard finalizer name nor is it fully qualified");
      }
    }
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(each -> texts.add(each.asText()));
    return texts;
  }
}
