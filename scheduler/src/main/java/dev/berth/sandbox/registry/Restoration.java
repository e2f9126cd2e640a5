package dev.berth.sandbox.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.sandbox.objects.Kind;
import dev.berth.sandbox.objects.Kinds;
import dev.berth.sandbox.objects.KubeObject;
import dev.berth.sandbox.objects.ObjectKey;
import dev.berth.sandbox.registry.Registry.WriteOptions;
import dev.berth.sandbox.store.ObjectStore;
import java.time.InstantSource;

/**
 * Objects as another cluster had them, put in without admission; only what is missing is filled in.
 *
 * <p>Threading: any thread.
 */
final class Restoration {
  private final ObjectStore store;
  private final RuleBook rules;
  private final Creation creation;
  private final Identities identities;
  private final InstantSource clock;

  Restoration(
      ObjectStore store,
      RuleBook rules,
      Creation creation,
      Identities identities,
      InstantSource clock) {
    this.store = store;
    this.rules = rules;
    this.creation = creation;
    this.identities = identities;
    this.clock = clock;
  }

  /** As {@link Registry#restore}. */
  KubeObject restore(Kind kind, ObjectNode body) {
    Shapes.check(kind, body);
    ObjectNode tree = body.deepCopy();
    Tidy.tidy(tree);
    tree.put("kind", kind.name()).put("apiVersion", kind.apiVersion());
    KubeObject object = KubeObject.of(EventForms.stored(kind), restored(kind, tree));
    String namespace = object.namespace();
    if (kind.namespaced() && store.get(Kinds.NAMESPACE, ObjectKey.ofCluster(namespace)) == null) {
      creation.create(Kinds.NAMESPACE, "", Registry.named(namespace), WriteOptions.NONE);
    }
    return EventView.served(
        kind,
        store.get(object.kind(), object.key()) == null
            ? store.create(object)
            : store.update(object.kind(), object.key(), current -> object));
  }

  private ObjectNode restored(Kind kind, ObjectNode tree) {
    KindRules own = rules.of(kind);
    ObjectNode stored = EventForms.stored(kind, tree);
    boolean isNew = !stored.has("status");
    own.complete(stored);
    if (isNew) {
      own.prepare(stored);
    }
    ObjectNode metadata = Metadata.of(stored);
    metadata.remove("resourceVersion");
    metadata.remove("managedFields");
    if (!metadata.has("uid")) {
      metadata.put("uid", identities.uid());
    }
    if (!metadata.has("creationTimestamp")) {
      metadata.put("creationTimestamp", Times.second(clock.instant()));
    }
    if (kind.namespaced() && !metadata.has("namespace")) {
      metadata.put("namespace", "default");
    }
    return stored;
  }
}
