package dev.berth.sandbox.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.sandbox.objects.Kind;
import dev.berth.sandbox.objects.Kinds;
import dev.berth.sandbox.objects.KubeObject;
import dev.berth.sandbox.objects.StatusException;
import dev.berth.sandbox.registry.Registry.Part;
import java.util.function.UnaryOperator;

/**
 * One change of one object, from the wish of a client to what is stored: {@code
 * apiserver/pkg/registry/rest/update.go} of Kubernetes 1.36.3.
 *
 * <p>Threading: one per request.
 *
 * @param kind as it is served
 * @param change given the current tree in the served form
 */
record UpdateRequest(Kind kind, KindRules rules, Part part, UnaryOperator<ObjectNode> change) {

  /** The object after the change. */
  KubeObject apply(KubeObject current) {
    ObjectNode wish = EventForms.stored(kind, wish(current));
    ObjectNode old = current.tree();
    StorageConflict.check(current, Metadata.text(wish, "uid"), "");
    version(current, Metadata.text(wish, "resourceVersion"));
    rules.complete(wish);
    Metadata.preserve(wish, old);
    rules.prepareUpdate(wish, old, part);
    Problems problems = new Problems();
    MetadataRules.check(current.kind(), rules.names(), wish, problems);
    MetadataRules.checkUpdate(wish, old, problems);
    rules.checkUpdate(wish, old, part, problems);
    problems.refuse(current.kind(), current.name());
    return KubeObject.of(current.kind(), wish);
  }

  private ObjectNode wish(KubeObject current) {
    ObjectNode shown = current.tree();
    ObjectNode wish =
        change.apply(kind.equals(Kinds.EVENT) ? EventForms.toNew(shown) : shown).deepCopy();
    Shapes.check(kind, wish);
    Tidy.tidy(wish);
    wish.put("kind", kind.name()).put("apiVersion", kind.apiVersion());
    String name = Metadata.name(wish);
    if (name.isEmpty()) {
      throw StatusException.badRequest(
          "the name of the object (%s based on URL) was undeterminable: name must be provided"
              .formatted(current.name()));
    }
    if (!name.equals(current.name())) {
      throw StatusException.badRequest(
          "the name of the object (%s) does not match the name on the URL (%s)"
              .formatted(name, current.name()));
    }
    Namespaces.place(current.namespace(), wish);
    return wish;
  }

  private void version(KubeObject current, String said) {
    boolean none = said.isEmpty() || said.equals("0");
    if (none && !rules.allowsUnconditionalUpdate()) {
      throw StatusException.unversioned(kind, current.name());
    }
    if (!none && !said.equals(Long.toString(current.version()))) {
      throw StatusException.modified(kind, current.name());
    }
  }

  /** Whether the change lets go of what was only held by finalizers. */
  static boolean lets(KubeObject current, KubeObject changed) {
    return current.isTerminating()
        && !Metadata.hasFinalizers(changed.tree())
        && current.tree().path("metadata").path("deletionGracePeriodSeconds").asLong() == 0;
  }
}
