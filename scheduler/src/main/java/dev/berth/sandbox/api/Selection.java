package dev.berth.sandbox.api;

import dev.berth.sandbox.objects.KubeObject;
import org.jspecify.annotations.Nullable;

/**
 * Which objects of a kind a list or watch is about.
 *
 * <p>Threading: immutable.
 *
 * @param namespace empty for all
 */
record Selection(String namespace, LabelSelector labels, FieldSelector fields) {

  boolean matches(@Nullable KubeObject object) {
    return object != null
        && (namespace.isEmpty() || namespace.equals(object.namespace()))
        && labels.matches(object.labels())
        && fields.matches(object);
  }

  /** Does it leave out objects of its namespaces? */
  boolean selects() {
    return !labels.isEmpty() || !fields.isEmpty();
  }
}
