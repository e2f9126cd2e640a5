package dev.berth.sandbox.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * The part of an object that all kinds share: what the server sets in it, whatever was asked:
 * {@code apiserver/pkg/registry/rest/{create,update,meta}.go} of Kubernetes 1.36.3.
 *
 * <p>Threading: any thread.
 */
final class Metadata {
  private static final List<String> OF_THE_SERVER =
      List.of(
          "creationTimestamp",
          "uid",
          "deletionTimestamp",
          "deletionGracePeriodSeconds",
          "generation",
          "selfLink",
          "managedFields");

  private Metadata() {}

  static ObjectNode of(ObjectNode tree) {
    return tree.withObject("/metadata");
  }

  static String name(JsonNode tree) {
    return text(tree, "name");
  }

  /** A field of the metadata, empty when absent. */
  static String text(JsonNode tree, String field) {
    return tree.path("metadata").path(field).asText();
  }

  static boolean isTerminating(JsonNode tree) {
    return tree.path("metadata").has("deletionTimestamp");
  }

  static boolean hasFinalizers(JsonNode tree) {
    return !tree.path("metadata").path("finalizers").isEmpty();
  }

  /** Takes out what a client may not set, and sets it. */
  static void fill(ObjectNode created, String uid, String now) {
    ObjectNode metadata = of(created);
    metadata.remove(OF_THE_SERVER);
    metadata.put("uid", uid).put("creationTimestamp", now);
  }

  /** Puts back what no update changes. */
  static void preserve(ObjectNode wish, ObjectNode current) {
    ObjectNode metadata = of(wish);
    ObjectNode old = of(current);
    metadata.remove(List.of("selfLink", "managedFields"));
    copy("generation", old, metadata);
    copy("creationTimestamp", old, metadata);
    if (old.has("deletionTimestamp")) {
      copy("deletionTimestamp", old, metadata);
    }
    for (String once : List.of("uid", "deletionGracePeriodSeconds")) {
      if (!metadata.has(once)) {
        copy(once, old, metadata);
      }
    }
    copy("resourceVersion", old, metadata);
  }

  /** Sets a field as it is there, or takes it away when it is not. */
  static void copy(String field, ObjectNode from, ObjectNode to) {
    JsonNode value = from.get(field);
    if (value == null) {
      to.remove(field);
    } else {
      to.set(field, value.deepCopy());
    }
  }

  /** Counts one more generation when the spec is another. */
  static void countChange(ObjectNode wish, ObjectNode current) {
    if (!wish.path("spec").equals(current.path("spec"))) {
      of(wish).put("generation", current.path("metadata").path("generation").asLong() + 1);
    }
  }
}
