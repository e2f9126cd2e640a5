package dev.berth.sandbox.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.sandbox.objects.Kind;
import dev.berth.sandbox.objects.Kinds;
import dev.berth.sandbox.objects.KubeObject;
import dev.berth.sandbox.objects.StatusException;
import dev.berth.sandbox.registry.Registry.WriteOptions;
import dev.berth.sandbox.store.ObjectStore;
import java.time.InstantSource;

/**
 * The beginning of objects: named, admitted, completed, checked and written, in this order: {@code
 * apiserver/pkg/registry/rest/create.go} and {@code generic/registry/store.go} of Kubernetes
 * 1.36.3. A namespace gets its first service account.
 *
 * <p>Threading: any thread.
 */
final class Creation {
  private static final int MOST_NAMES_TRIED = 8;

  private final ObjectStore store;
  private final RuleBook rules;
  private final Namespaces namespaces;
  private final Identities identities;
  private final InstantSource clock;

  Creation(
      ObjectStore store,
      RuleBook rules,
      Namespaces namespaces,
      Identities identities,
      InstantSource clock) {
    this.store = store;
    this.rules = rules;
    this.namespaces = namespaces;
    this.identities = identities;
    this.clock = clock;
  }

  /** As {@link Registry#create}. */
  KubeObject create(Kind kind, String namespace, ObjectNode body, WriteOptions options) {
    Shapes.check(kind, body);
    ObjectNode tree = body.deepCopy();
    Tidy.tidy(tree);
    tree.put("kind", kind.name()).put("apiVersion", kind.apiVersion());
    Namespaces.place(kind.namespaced() ? namespace : "", tree);
    ObjectNode stored = EventForms.stored(kind, tree);
    if (!kind.namespaced()) {
      return createNamed(kind, stored, options);
    }
    return namespaces.inside(
        namespace, kind, Metadata.name(tree), () -> createNamed(kind, stored, options));
  }

  private KubeObject createNamed(Kind kind, ObjectNode tree, WriteOptions options) {
    String base = Metadata.text(tree, "generateName");
    if (base.isEmpty() || !Metadata.name(tree).isEmpty()) {
      return createOnce(kind, tree, options);
    }
    for (int attempt = 1; ; attempt++) {
      ObjectNode named = tree.deepCopy();
      Metadata.of(named).put("name", identities.name(base));
      try {
        return createOnce(kind, named, options);
      } catch (StatusException e) {
        if (!e.reason().equals("AlreadyExists") || attempt == MOST_NAMES_TRIED) {
          throw e;
        }
      }
    }
  }

  private KubeObject createOnce(Kind kind, ObjectNode tree, WriteOptions options) {
    KindRules own = rules.of(kind);
    Kind stored = EventForms.stored(kind);
    boolean versioned = !Metadata.text(tree, "resourceVersion").isEmpty();
    Metadata.of(tree).remove("resourceVersion");
    own.admit(tree);
    own.complete(tree);
    Metadata.fill(tree, identities.uid(), Times.second(clock.instant()));
    own.prepare(tree);
    Problems problems = new Problems();
    MetadataRules.check(stored, own.names(), tree, problems);
    own.check(tree, problems);
    problems.refuse(stored, Metadata.name(tree));
    if (versioned) {
      throw StatusException.internal("resourceVersion should not be set on objects to be created");
    }
    KubeObject object = KubeObject.of(stored, tree);
    KubeObject created = options.dryRun() ? absent(kind, object) : write(kind, object);
    if (kind.equals(Kinds.NAMESPACE) && !options.dryRun()) {
      create(Kinds.SERVICE_ACCOUNT, created.name(), Registry.named("default"), WriteOptions.NONE);
    }
    return EventView.served(kind, created);
  }

  private KubeObject write(Kind kind, KubeObject object) {
    try {
      return store.create(object);
    } catch (StatusException e) {
      if (!e.reason().equals("AlreadyExists")) {
        throw e;
      }
      throw exists(kind, object);
    }
  }

  private KubeObject absent(Kind kind, KubeObject object) {
    if (store.get(object.kind(), object.key()) != null) {
      throw exists(kind, object);
    }
    return object;
  }

  private StatusException exists(Kind kind, KubeObject object) {
    StatusException exists = StatusException.alreadyExists(kind, object.name());
    KubeObject other = store.get(object.kind(), object.key());
    return other != null && other.isTerminating()
        ? exists.saying("object is being deleted: " + exists.getMessage())
        : exists;
  }
}
