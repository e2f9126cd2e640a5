package dev.berth.sandbox.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.sandbox.objects.Kind;
import dev.berth.sandbox.objects.Kinds;
import dev.berth.sandbox.objects.KubeObject;
import dev.berth.sandbox.objects.ObjectKey;
import dev.berth.sandbox.objects.StatusException;
import dev.berth.sandbox.objects.StatusException.Cause;
import dev.berth.sandbox.store.ObjectStore;
import java.util.List;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Which namespaces there are, and that nothing new gets into one that goes: the admission plugin
 * NamespaceLifecycle of Kubernetes 1.36.3 and the end of its namespace controller's work.
 *
 * <p>Threading: any thread.
 */
final class Namespaces {
  private final ObjectStore store;

  /** Held for reading while an object is put into a namespace, for writing while one is marked. */
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();

  Namespaces(ObjectStore store) {
    this.store = store;
  }

  /** Kinds of objects that live in namespaces, as stored. */
  static Stream<Kind> contents() {
    return Kinds.all().stream().filter(Kind::namespaced).filter(k -> !k.equals(Kinds.EVENT));
  }

  /** Gives an object the namespace of its request, or refuses that it names another. */
  static void place(String namespace, ObjectNode tree) {
    ObjectNode metadata = Metadata.of(tree);
    String said = metadata.path("namespace").asText();
    if (namespace.isEmpty()) {
      metadata.remove("namespace");
    } else if (said.isEmpty() || said.equals(namespace)) {
      metadata.put("namespace", namespace);
    } else {
      throw StatusException.badRequest(
          "the namespace of the provided object does not match the namespace sent on the request");
    }
  }

  /** Runs a creation while its namespace is there to stay. */
  <T> T inside(String namespace, Kind kind, String name, Supplier<T> creation) {
    lock.readLock().lock();
    try {
      KubeObject found = store.get(Kinds.NAMESPACE, ObjectKey.ofCluster(namespace));
      if (found == null) {
        throw StatusException.notFound(Kinds.NAMESPACE, namespace);
      }
      if (found.isTerminating()) {
        throw StatusException.forbidden(
                kind,
                name,
                "unable to create new content in namespace "
                    + namespace
                    + " because it is being terminated")
            .because(
                List.of(
                    new Cause(
                        "NamespaceTerminating",
                        "metadata.namespace",
                        "namespace " + namespace + " is being terminated")));
      }
      return creation.get();
    } finally {
      lock.readLock().unlock();
    }
  }

  /** Runs what marks a namespace as going: no creation is under way meanwhile. */
  <T> T alone(Supplier<T> marking) {
    lock.writeLock().lock();
    try {
      return marking.get();
    } finally {
      lock.writeLock().unlock();
    }
  }

  /** Removes a namespace that goes, once it is empty and nobody's finalizer holds it. */
  void finish(String namespace) {
    ObjectKey key = ObjectKey.ofCluster(namespace);
    KubeObject found = store.get(Kinds.NAMESPACE, key);
    if (found == null
        || !found.isTerminating()
        || Metadata.hasFinalizers(found.tree())
        || contents().anyMatch(kind -> holds(kind, namespace))) {
      return;
    }
    try {
      store.delete(Kinds.NAMESPACE, key, last -> {});
    } catch (StatusException e) {
      if (e.code() != 404) {
        throw e;
      }
    }
  }

  private boolean holds(Kind kind, String namespace) {
    return store.list(kind).objects().stream().anyMatch(o -> o.namespace().equals(namespace));
  }
}
