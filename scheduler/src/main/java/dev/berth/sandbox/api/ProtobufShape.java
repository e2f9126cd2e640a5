package dev.berth.sandbox.api;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a protobuf message by their numbers, as the {@code generated.proto} files of
 * Kubernetes 1.36.3 have them, for the few kinds that kubectl sends in no other form.
 *
 * <p>Threading: immutable.
 */
record ProtobufShape(Map<Integer, Field> fields) {

  /** What a field holds, and how JSON calls it. */
  sealed interface Field {
    record Text(String name) implements Field {}

    record Texts(String name) implements Field {}

    record Whole(String name) implements Field {}

    record Flag(String name) implements Field {}

    /** A map of text to text. */
    record Entries(String name) implements Field {}

    record Nested(String name, ProtobufShape shape) implements Field {}

    /** What the server fills in itself. */
    record Ignored() implements Field {}
  }

  private static final Field IGNORED = new Field.Ignored();

  /** What is said of the type of an object, beside its content. */
  static final ProtobufShape TYPE =
      new ProtobufShape(Map.of(1, new Field.Text("apiVersion"), 2, new Field.Text("kind")));

  private static final ProtobufShape METADATA =
      new ProtobufShape(
          Map.ofEntries(
              Map.entry(1, new Field.Text("name")),
              Map.entry(2, new Field.Text("generateName")),
              Map.entry(3, new Field.Text("namespace")),
              Map.entry(4, IGNORED), // selfLink
              Map.entry(5, new Field.Text("uid")),
              Map.entry(6, new Field.Text("resourceVersion")),
              Map.entry(7, IGNORED), // generation
              Map.entry(8, IGNORED), // creationTimestamp
              Map.entry(11, new Field.Entries("labels")),
              Map.entry(12, new Field.Entries("annotations")),
              Map.entry(14, new Field.Texts("finalizers"))));

  private static final Field OWN_METADATA = new Field.Nested("metadata", METADATA);

  private static final Map<String, ProtobufShape> KINDS =
      Map.of(
          "Namespace",
          new ProtobufShape(
              Map.of(
                  1,
                  OWN_METADATA,
                  2,
                  nested("spec", Map.of(1, new Field.Texts("finalizers"))),
                  3,
                  IGNORED)),
          "ServiceAccount",
          new ProtobufShape(
              Map.of(1, OWN_METADATA, 4, new Field.Flag("automountServiceAccountToken"))),
          "PriorityClass",
          new ProtobufShape(
              Map.of(
                  1,
                  OWN_METADATA,
                  2,
                  new Field.Whole("value"),
                  3,
                  new Field.Flag("globalDefault"),
                  4,
                  new Field.Text("description"),
                  5,
                  new Field.Text("preemptionPolicy"))),
          "DeleteOptions",
          new ProtobufShape(
              Map.of(
                  1,
                  new Field.Whole("gracePeriodSeconds"),
                  2,
                  nested(
                      "preconditions",
                      Map.of(1, new Field.Text("uid"), 2, new Field.Text("resourceVersion"))),
                  3,
                  new Field.Flag("orphanDependents"),
                  4,
                  new Field.Text("propagationPolicy"),
                  5,
                  new Field.Texts("dryRun"))),
          "SelfSubjectReview",
          new ProtobufShape(Map.of(1, OWN_METADATA, 2, IGNORED)),
          "SelfSubjectRulesReview",
          new ProtobufShape(
              Map.of(
                  1,
                  OWN_METADATA,
                  2,
                  nested("spec", Map.of(1, new Field.Text("namespace"))),
                  3,
                  IGNORED)),
          "SelfSubjectAccessReview",
          new ProtobufShape(Map.of(1, OWN_METADATA, 2, accessSpec(), 3, IGNORED)));

  ProtobufShape {
    fields = Map.copyOf(fields);
  }

  private static Field accessSpec() {
    Map<Integer, Field> resource =
        Map.of(
            1,
            new Field.Text("namespace"),
            2,
            new Field.Text("verb"),
            3,
            new Field.Text("group"),
            4,
            new Field.Text("version"),
            5,
            new Field.Text("resource"),
            6,
            new Field.Text("subresource"),
            7,
            new Field.Text("name"));
    Map<Integer, Field> path = Map.of(1, new Field.Text("path"), 2, new Field.Text("verb"));
    return nested(
        "spec",
        Map.of(
            1, nested("resourceAttributes", resource), 2, nested("nonResourceAttributes", path)));
  }

  private static Field nested(String name, Map<Integer, Field> fields) {
    return new Field.Nested(name, new ProtobufShape(fields));
  }

  static @Nullable ProtobufShape ofKind(String kind) {
    return KINDS.get(kind);
  }
}
