package dev.berth.sandbox.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.sandbox.objects.Kinds;
import dev.berth.sandbox.objects.StatusException;
import dev.berth.sandbox.registry.Registry.Part;
import java.util.Set;

/**
 * The rules of namespaces: {@code pkg/registry/core/namespace/strategy.go} and the admission plugin
 * NamespaceLifecycle of Kubernetes 1.36.3.
 *
 * <p>Threading: immutable.
 */
record NamespaceRules() implements KindRules {
  private static final Set<String> IMMORTAL = Set.of("default", "kube-system", "kube-public");
  private static final String NAME_LABEL = "kubernetes.io/metadata.name";

  @Override
  public Names.Form names() {
    return Names.Form.LABEL;
  }

  @Override
  public void complete(ObjectNode tree) {
    ObjectNode metadata = Metadata.of(tree);
    if (metadata.has("name")) {
      metadata.withObject("/labels").put(NAME_LABEL, metadata.get("name").asText());
    }
  }

  @Override
  public void prepare(ObjectNode created) {
    created.putObject("spec").putArray("finalizers").add("kubernetes");
    created.putObject("status").put("phase", "Active");
    complete(created);
  }

  @Override
  public void prepareUpdate(ObjectNode wish, ObjectNode current, Part part) {
    Metadata.copy("spec", current, wish);
    if (part == Part.WHOLE) {
      Metadata.copy("status", current, wish);
    }
  }

  @Override
  public void admitDelete(ObjectNode current) {
    String name = Metadata.name(current);
    if (IMMORTAL.contains(name)) {
      throw StatusException.forbidden(Kinds.NAMESPACE, name, "this namespace may not be deleted");
    }
  }
}
