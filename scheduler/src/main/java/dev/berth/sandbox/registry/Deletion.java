package dev.berth.sandbox.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.sandbox.objects.Kind;
import dev.berth.sandbox.objects.Kinds;
import dev.berth.sandbox.objects.KubeObject;
import dev.berth.sandbox.objects.ObjectKey;
import dev.berth.sandbox.objects.StatusException;
import dev.berth.sandbox.registry.Registry.DeleteOptions;
import dev.berth.sandbox.store.ObjectStore;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The end of objects: at once, after a time of grace, or when the last finalizer is gone: {@code
 * apiserver/pkg/registry/rest/delete.go} and {@code generic/registry/store.go} of Kubernetes
 * 1.36.3.
 *
 * <pre>
 *   alive ---- marked, grace left or finalizers ---- marked, grace 0, no finalizers ---- gone
 *     \___________________________________________________________________________________/
 *                        kinds without grace, without finalizers
 * </pre>
 *
 * <p>Threading: any thread.
 */
final class Deletion {
  /** What one request comes to. */
  private sealed interface Step {
    /** It goes already, and no sooner. */
    record Leave() implements Step {}

    /** It is marked and stays for a while. */
    record Mark(KubeObject marked) implements Step {}

    /** It is marked, for watchers to see, and goes. */
    record MarkAndRemove(KubeObject marked) implements Step {}

    record Remove() implements Step {}
  }

  private final ObjectStore store;
  private final RuleBook rules;
  private final Namespaces namespaces;
  private final InstantSource clock;

  Deletion(ObjectStore store, RuleBook rules, Namespaces namespaces, InstantSource clock) {
    this.store = store;
    this.rules = rules;
    this.namespaces = namespaces;
    this.clock = clock;
  }

  /** Deletes, or begins to; the object as it was left, or as it was last. */
  KubeObject delete(Kind kind, ObjectKey key, DeleteOptions options) {
    KubeObject current = store.get(kind, key);
    if (current == null) {
      throw StatusException.notFound(kind, key.name());
    }
    rules.of(kind).admitDelete(current.tree());
    if (options.dryRun()) {
      return after(step(current, options), current);
    }
    if (kind.equals(Kinds.NAMESPACE)) {
      return namespace(key, options);
    }
    KubeObject left = act(kind, key, options);
    namespaces.finish(key.namespace());
    return left;
  }

  /** The same for a pod that goes, whatever its grace; nothing when there is none. */
  void removeFinally(ObjectKey pod) {
    KubeObject current = store.get(Kinds.POD, pod);
    if (current == null || !current.isTerminating()) {
      return;
    }
    try {
      delete(Kinds.POD, pod, new DeleteOptions(0L, current.uid(), null, false));
    } catch (StatusException e) {
      if (e.code() != 404 && e.code() != 409) {
        throw e;
      }
    }
  }

  private KubeObject namespace(ObjectKey key, DeleteOptions options) {
    KubeObject marked =
        namespaces.alone(
            () ->
                store.update(
                    Kinds.NAMESPACE,
                    key,
                    current -> {
                      preconditions(current, options);
                      return going(current);
                    }));
    Namespaces.contents().forEach(kind -> empty(kind, key.name()));
    namespaces.finish(key.name());
    return marked;
  }

  private KubeObject going(KubeObject namespace) {
    ObjectNode tree = namespace.tree();
    if (!Metadata.isTerminating(tree)) {
      Metadata.of(tree).put("deletionTimestamp", Times.second(clock.instant()));
      tree.withObject("/status").put("phase", "Terminating");
    }
    return KubeObject.of(Kinds.NAMESPACE, tree);
  }

  private void empty(Kind kind, String namespace) {
    List<KubeObject> objects = store.list(kind).objects();
    for (KubeObject object : objects) {
      if (object.namespace().equals(namespace)) {
        try {
          act(kind, object.key(), new DeleteOptions(null, null, null, false));
        } catch (StatusException e) {
          if (e.code() != 404) {
            throw e;
          }
        }
      }
    }
  }

  private KubeObject act(Kind kind, ObjectKey key, DeleteOptions options) {
    AtomicReference<Step> taken = new AtomicReference<>(new Step.Leave());
    KubeObject stored =
        store.update(
            kind,
            key,
            current -> {
              Step step = step(current, options);
              taken.set(step);
              return after(step, current);
            });
    return switch (taken.get()) {
      case Step.Leave leave -> stored;
      case Step.Mark mark -> stored;
      case Step.Remove remove -> store.delete(kind, key, last -> preconditions(last, options));
      case Step.MarkAndRemove mark -> remove(stored);
    };
  }

  /** Removes what only its finalizers held. */
  void removeLet(KubeObject last) {
    KubeObject removed = remove(last);
    namespaces.finish(removed.namespace());
  }

  /** Removes what is marked; somebody else may have been quicker. */
  private KubeObject remove(KubeObject marked) {
    try {
      return store.delete(
          marked.kind(), marked.key(), last -> StorageConflict.check(last, marked.uid(), ""));
    } catch (StatusException e) {
      if (e.code() == 404 || e.code() == 409) {
        return marked;
      }
      throw e;
    }
  }

  private static KubeObject after(Step step, KubeObject current) {
    return switch (step) {
      case Step.Leave leave -> current;
      case Step.Remove remove -> current;
      case Step.Mark mark -> mark.marked();
      case Step.MarkAndRemove mark -> mark.marked();
    };
  }

  private static void preconditions(KubeObject current, DeleteOptions options) {
    Kind kind = current.kind();
    String resource = kind.name() + (kind.group().isEmpty() ? "" : "." + kind.group());
    String version = Long.toString(current.version());
    if (options.uid() != null && !options.uid().equals(current.uid())) {
      throw StatusException.conflict(
          resource,
          current.name(),
          "the UID in the precondition (%s) does not match the UID in record (%s). The object might have been deleted and then recreated"
              .formatted(options.uid(), current.uid()));
    }
    if (options.version() != null && !options.version().equals(version)) {
      throw StatusException.conflict(
          resource,
          current.name(),
          "the ResourceVersion in the precondition (%s) does not match the ResourceVersion in record (%s). The object might have been modified"
              .formatted(options.version(), version));
    }
  }

  private Step step(KubeObject current, DeleteOptions options) {
    preconditions(current, options);
    ObjectNode tree = current.tree();
    ObjectNode metadata = Metadata.of(tree);
    Long asked = options.graceSeconds();
    if (asked != null && asked < 0) {
      asked = 1L;
    }
    Long period = rules.of(current.kind()).grace(tree, asked);
    if (period != null && current.isTerminating()) {
      long left = metadata.path("deletionGracePeriodSeconds").asLong();
      if (left == 0) {
        period = null;
      } else if (asked == null || asked >= left) {
        return new Step.Leave();
      } else {
        period = shorten(metadata, left, asked);
      }
    } else if (period != null) {
      mark(metadata, clock.instant().plusSeconds(period), period);
    }
    boolean held = Metadata.hasFinalizers(tree);
    if (period == null) {
      return held ? new Step.Mark(markNow(current, tree)) : new Step.Remove();
    }
    KubeObject marked = KubeObject.of(current.kind(), tree);
    return held || period > 0 ? new Step.Mark(marked) : new Step.MarkAndRemove(marked);
  }

  private static void mark(ObjectNode metadata, Instant end, long grace) {
    if (!metadata.has("deletionTimestamp") && metadata.has("generation")) {
      metadata.put("generation", metadata.path("generation").asLong() + 1);
    }
    metadata.put("deletionTimestamp", Times.second(end));
    metadata.put("deletionGracePeriodSeconds", grace);
  }

  private long shorten(ObjectNode metadata, long left, long asked) {
    Instant now = clock.instant();
    Instant end =
        Instant.parse(metadata.path("deletionTimestamp").asText())
            .minusSeconds(left)
            .plusSeconds(asked);
    boolean over = end.isBefore(now);
    long grace = over && asked != 0 ? 1 : asked;
    mark(metadata, over ? now : end, grace);
    return grace;
  }

  /** Marks it as going as soon as its finalizers are gone. */
  private KubeObject markNow(KubeObject current, ObjectNode tree) {
    ObjectNode metadata = Metadata.of(tree);
    Instant now = clock.instant();
    @Nullable Instant end =
        current.isTerminating() ? Instant.parse(metadata.path("deletionTimestamp").asText()) : null;
    mark(metadata, end == null || end.isAfter(now) ? now : end, 0);
    return KubeObject.of(current.kind(), tree);
  }
}
