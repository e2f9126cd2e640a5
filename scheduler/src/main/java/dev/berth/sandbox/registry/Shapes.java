package dev.berth.sandbox.registry;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.sandbox.objects.Kind;
import dev.berth.sandbox.objects.Kinds;
import dev.berth.sandbox.objects.StatusException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The outer shape of what a client sends: that it is of the kind of its path, and that the fields
 * which rules look into are objects, lists, text or numbers as they should be.
 *
 * <p>The sentences are those of Go's decoder, with the names of the types of {@code k8s.io/api}.
 * Threading: any thread.
 */
final class Shapes {
  /** A field that rules look into. {@code *} in the path: each element of the list before it. */
  private record Field(String path, Type type, String goField, String goType) {}

  private enum Type {
    OBJECT,
    LIST,
    TEXT,
    NUMBER,
    TRUTH,
    TEXTS;

    boolean fits(JsonNode node) {
      return switch (this) {
        case OBJECT -> node.isObject();
        case LIST -> node.isArray();
        case TEXT -> node.isTextual();
        case NUMBER -> node.isIntegralNumber();
        case TRUTH -> node.isBoolean();
        case TEXTS -> node.isObject();
      };
    }
  }

  private static final List<Field> METADATA =
      List.of(
          new Field("metadata", Type.OBJECT, "metadata", "v1.ObjectMeta"),
          new Field("metadata/name", Type.TEXT, "ObjectMeta.metadata.name", "string"),
          new Field("metadata/namespace", Type.TEXT, "ObjectMeta.metadata.namespace", "string"),
          new Field(
              "metadata/generateName", Type.TEXT, "ObjectMeta.metadata.generateName", "string"),
          new Field(
              "metadata/labels", Type.TEXTS, "ObjectMeta.metadata.labels", "map[string]string"),
          new Field(
              "metadata/annotations",
              Type.TEXTS,
              "ObjectMeta.metadata.annotations",
              "map[string]string"),
          new Field(
              "metadata/finalizers", Type.LIST, "ObjectMeta.metadata.finalizers", "[]string"));

  private static final List<Field> POD_ITSELF =
      List.of(
          new Field("spec", Type.OBJECT, "Pod.spec", "v1.PodSpec"),
          new Field("status", Type.OBJECT, "Pod.status", "v1.PodStatus"),
          new Field(
              "status/conditions", Type.LIST, "PodStatus.status.conditions", "[]v1.PodCondition"),
          new Field(
              "status/conditions/*", Type.OBJECT, "PodStatus.status.conditions", "v1.PodCondition"),
          new Field("spec/volumes", Type.LIST, "PodSpec.spec.volumes", "[]v1.Volume"),
          new Field("spec/volumes/*", Type.OBJECT, "PodSpec.spec.volumes", "v1.Volume"),
          new Field("spec/tolerations", Type.LIST, "PodSpec.spec.tolerations", "[]v1.Toleration"),
          new Field("spec/tolerations/*", Type.OBJECT, "PodSpec.spec.tolerations", "v1.Toleration"),
          new Field(
              "spec/nodeSelector", Type.TEXTS, "PodSpec.spec.nodeSelector", "map[string]string"),
          new Field("spec/affinity", Type.OBJECT, "PodSpec.spec.affinity", "v1.Affinity"),
          new Field("spec/priority", Type.NUMBER, "PodSpec.spec.priority", "int32"),
          new Field("spec/nodeName", Type.TEXT, "PodSpec.spec.nodeName", "string"),
          new Field(
              "spec/terminationGracePeriodSeconds",
              Type.NUMBER,
              "PodSpec.spec.terminationGracePeriodSeconds",
              "int64"),
          new Field("spec/hostNetwork", Type.TRUTH, "PodSpec.spec.hostNetwork", "bool"));

  private static final List<Field> POD =
      Stream.concat(
              POD_ITSELF.stream(), PodDefaults.CONTAINER_LISTS.stream().flatMap(Shapes::containers))
          .toList();

  private static Stream<Field> containers(String list) {
    String at = "spec/" + list;
    String go = "spec." + list;
    String each = at + "/*";
    return Stream.of(
        new Field(at, Type.LIST, "PodSpec." + go, "[]v1.Container"),
        new Field(each, Type.OBJECT, "PodSpec." + go, "v1.Container"),
        new Field(each + "/name", Type.TEXT, "Container." + go + ".name", "string"),
        new Field(each + "/image", Type.TEXT, "Container." + go + ".image", "string"),
        new Field(each + "/env", Type.LIST, "Container." + go + ".env", "[]v1.EnvVar"),
        new Field(
            each + "/resources",
            Type.OBJECT,
            "Container." + go + ".resources",
            "v1.ResourceRequirements"),
        new Field(
            each + "/resources/requests",
            Type.OBJECT,
            "ResourceRequirements." + go + ".resources.requests",
            "v1.ResourceList"),
        new Field(
            each + "/resources/limits",
            Type.OBJECT,
            "ResourceRequirements." + go + ".resources.limits",
            "v1.ResourceList"),
        new Field(each + "/ports", Type.LIST, "Container." + go + ".ports", "[]v1.ContainerPort"),
        new Field(each + "/ports/*", Type.OBJECT, "Container." + go + ".ports", "v1.ContainerPort"),
        new Field(
            each + "/ports/*/containerPort",
            Type.NUMBER,
            "ContainerPort." + go + ".ports.containerPort",
            "int32"),
        new Field(
            each + "/ports/*/hostPort",
            Type.NUMBER,
            "ContainerPort." + go + ".ports.hostPort",
            "int32"));
  }

  private static final List<Field> NODE =
      List.of(
          new Field("spec", Type.OBJECT, "Node.spec", "v1.NodeSpec"),
          new Field("spec/taints", Type.LIST, "NodeSpec.spec.taints", "[]v1.Taint"),
          new Field("spec/taints/*", Type.OBJECT, "NodeSpec.spec.taints", "v1.Taint"),
          new Field("spec/unschedulable", Type.TRUTH, "NodeSpec.spec.unschedulable", "bool"),
          new Field("spec/podCIDR", Type.TEXT, "NodeSpec.spec.podCIDR", "string"),
          new Field("spec/podCIDRs", Type.LIST, "NodeSpec.spec.podCIDRs", "[]string"),
          new Field("status", Type.OBJECT, "Node.status", "v1.NodeStatus"),
          new Field(
              "status/capacity", Type.OBJECT, "NodeStatus.status.capacity", "v1.ResourceList"),
          new Field(
              "status/allocatable",
              Type.OBJECT,
              "NodeStatus.status.allocatable",
              "v1.ResourceList"),
          new Field(
              "status/conditions", Type.LIST, "NodeStatus.status.conditions", "[]v1.NodeCondition"),
          new Field(
              "status/conditions/*",
              Type.OBJECT,
              "NodeStatus.status.conditions",
              "v1.NodeCondition"),
          new Field(
              "status/daemonEndpoints",
              Type.OBJECT,
              "NodeStatus.status.daemonEndpoints",
              "v1.NodeDaemonEndpoints"),
          new Field(
              "status/daemonEndpoints/kubeletEndpoint",
              Type.OBJECT,
              "NodeDaemonEndpoints.status.daemonEndpoints.kubeletEndpoint",
              "v1.DaemonEndpoint"),
          new Field(
              "status/daemonEndpoints/kubeletEndpoint/Port",
              Type.NUMBER,
              "DaemonEndpoint.status.daemonEndpoints.kubeletEndpoint.Port",
              "int32"),
          new Field(
              "status/nodeInfo", Type.OBJECT, "NodeStatus.status.nodeInfo", "v1.NodeSystemInfo"));

  private static final Map<Kind, List<Field>> FIELDS =
      Map.of(
          Kinds.POD,
          POD,
          Kinds.NODE,
          NODE,
          Kinds.PRIORITY_CLASS,
          List.of(
              new Field("value", Type.NUMBER, "PriorityClass.value", "int32"),
              new Field("globalDefault", Type.TRUTH, "PriorityClass.globalDefault", "bool")),
          Kinds.LEASE,
          List.of(new Field("spec", Type.OBJECT, "Lease.spec", "v1.LeaseSpec")),
          Kinds.NAMESPACE,
          List.of(new Field("spec", Type.OBJECT, "Namespace.spec", "v1.NamespaceSpec")));

  private Shapes() {}

  /** Checks an object as a whole, before it is tidied. */
  static void check(Kind kind, JsonNode tree) {
    kindOf(kind, tree);
    METADATA.forEach(field -> walk(kind, tree, field, field.path()));
    FIELDS.getOrDefault(kind, List.of()).forEach(field -> walk(kind, tree, field, field.path()));
  }

  private static void kindOf(Kind kind, JsonNode tree) {
    String name = tree.path("kind").asText(kind.name());
    String apiVersion = tree.path("apiVersion").asText(kind.apiVersion());
    if (name.equals(kind.name()) && apiVersion.equals(kind.apiVersion())) {
      return;
    }
    Kind other = Kinds.named(apiVersion, name);
    throw other == null
        ? refused(
            kind,
            "no kind \"%s\" is registered for version \"%s\" in scheme \"pkg/runtime/scheme.go:111\""
                .formatted(name, apiVersion))
        : refused(
            other,
            kind.name(),
            "converting (%s.%s) to (%s.%s): unknown conversion"
                .formatted(other.version(), other.name(), goPackage(kind), kind.name()));
  }

  private static String goPackage(Kind kind) {
    int dot = kind.group().indexOf('.');
    return dot < 0 ? "core" : kind.group().substring(0, dot);
  }

  /** An answer to what cannot be decoded. */
  static StatusException refused(Kind kind, String why) {
    return refused(kind, kind.name(), why);
  }

  private static StatusException refused(Kind sent, String wanted, String why) {
    return StatusException.badRequest(
        "%s in version \"%s\" cannot be handled as a %s: %s"
            .formatted(sent.name(), sent.version(), wanted, why));
  }

  private static void walk(Kind kind, JsonNode node, Field field, String path) {
    if (node.isMissingNode() || node.isNull()) {
      return;
    }
    if (path.isEmpty()) {
      fit(kind, node, field);
      return;
    }
    int slash = path.indexOf('/');
    String first = slash < 0 ? path : path.substring(0, slash);
    String rest = slash < 0 ? "" : path.substring(slash + 1);
    if (first.equals("*")) {
      node.forEach(element -> walk(kind, element, field, rest));
    } else {
      walk(kind, node.path(first), field, rest);
    }
  }

  private static void fit(Kind kind, JsonNode node, Field field) {
    if (!field.type().fits(node)) {
      throw misfit(kind, node, field.goField(), field.goType());
    }
    if (field.type() == Type.TEXTS) {
      for (JsonNode value : node) {
        if (!value.isTextual() && !value.isNull()) {
          throw misfit(kind, value, field.goField(), "string");
        }
      }
    }
  }

  private static StatusException misfit(Kind kind, JsonNode node, String field, String type) {
    String found =
        switch (node.getNodeType()) {
          case ARRAY -> "array";
          case OBJECT, POJO -> "object";
          case BOOLEAN -> "bool";
          case NUMBER -> node.isIntegralNumber() ? "number" : "number " + node.asText();
          case STRING, BINARY -> "string";
          case NULL, MISSING -> "null";
        };
    return refused(
        kind,
        "json: cannot unmarshal %s into Go struct field %s of type %s"
            .formatted(found, field, type));
  }
}
