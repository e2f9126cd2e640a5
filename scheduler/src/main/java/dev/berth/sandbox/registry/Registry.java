package dev.berth.sandbox.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.sandbox.objects.Json;
import dev.berth.sandbox.objects.Kind;
import dev.berth.sandbox.objects.Kinds;
import dev.berth.sandbox.objects.KubeObject;
import dev.berth.sandbox.objects.ObjectKey;
import dev.berth.sandbox.objects.StatusException;
import dev.berth.sandbox.store.Changes;
import dev.berth.sandbox.store.Listing;
import dev.berth.sandbox.store.ObjectStore;
import java.time.InstantSource;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The operations of an API server on objects, without HTTP: each either happens as a whole or is
 * refused in kube-apiserver's words with a {@link StatusException}.
 *
 * <p>Mirrors {@code apiserver/pkg/registry} and {@code pkg/registry} of Kubernetes 1.36.3, for the
 * kinds of {@link Kinds}. {@link Kinds#EVENT} is a view of {@link Kinds#CORE_EVENT}. What a cluster
 * has from the start is there once this is constructed. Threading: any thread.
 */
public final class Registry {

  /**
   * How to write.
   *
   * @param dryRun do everything but write
   */
  public record WriteOptions(boolean dryRun) {
    public static final WriteOptions NONE = new WriteOptions(false);
  }

  /**
   * How to delete.
   *
   * @param graceSeconds null: what the object says itself
   * @param uid of the only object that is meant, or null
   * @param version of the only version that is meant, or null
   */
  public record DeleteOptions(
      @Nullable Long graceSeconds, @Nullable String uid, @Nullable String version, boolean dryRun) {
    public static final DeleteOptions NONE = new DeleteOptions(null, null, null, false);
  }

  /** What of an object an update is about; the rest stays. */
  public enum Part {
    WHOLE,
    STATUS
  }

  private static final int MOST_NAMES_TRIED = 8;

  private final ObjectStore store;
  private final InstantSource clock;
  private final Identities identities;
  private final Namespaces namespaces;
  private final Map<Kind, KindRules> rules;
  private final Deletion deletion;
  private final Binding binding;

  /**
   * @param random of uids and generated names; not used elsewhere afterwards
   */
  public Registry(ObjectStore store, InstantSource clock, SplittableRandom random) {
    this.store = store;
    this.clock = clock;
    this.identities = new Identities(random);
    this.namespaces = new Namespaces(store);
    PodAdmission admission = new PodAdmission(store);
    this.rules =
        Map.ofEntries(
            Map.entry(Kinds.POD, new PodRules(admission, clock)),
            Map.entry(Kinds.NODE, new NodeRules()),
            Map.entry(Kinds.NAMESPACE, new NamespaceRules()),
            Map.entry(Kinds.CORE_EVENT, new EventRules(false)),
            Map.entry(Kinds.EVENT, new EventRules(true)),
            Map.entry(Kinds.LEASE, new LeaseRules()),
            Map.entry(Kinds.PRIORITY_CLASS, new PriorityClassRules(store)),
            Map.entry(Kinds.SERVICE_ACCOUNT, new PlainRules(false)),
            Map.entry(Kinds.SERVICE, new PlainRules(false)),
            Map.entry(Kinds.REPLICATION_CONTROLLER, new PlainRules(true)),
            Map.entry(Kinds.REPLICA_SET, new PlainRules(true)),
            Map.entry(Kinds.STATEFUL_SET, new PlainRules(true)),
            Map.entry(Kinds.POD_DISRUPTION_BUDGET, new PlainRules(true)),
            Map.entry(Kinds.PERSISTENT_VOLUME, new PlainRules(false)),
            Map.entry(Kinds.PERSISTENT_VOLUME_CLAIM, new PlainRules(false)),
            Map.entry(Kinds.CSI_NODE, new PlainRules(false)),
            Map.entry(Kinds.CSI_DRIVER, new PlainRules(false)),
            Map.entry(Kinds.CSI_STORAGE_CAPACITY, new PlainRules(false)),
            Map.entry(Kinds.VOLUME_ATTACHMENT, new PlainRules(false)),
            Map.entry(Kinds.STORAGE_CLASS, new StorageClassRules()),
            Map.entry(Kinds.DEVICE_CLASS, new PlainRules(true)),
            Map.entry(Kinds.RESOURCE_CLAIM, new PlainRules(true)),
            Map.entry(Kinds.RESOURCE_SLICE, new PlainRules(true)));
    this.deletion = new Deletion(store, rules, namespaces, clock);
    this.binding = new Binding(store, admission, clock);
    InitialObjects.create(this);
  }

  /**
   * Makes a new object.
   *
   * @param namespace of the request, empty for a kind of the whole cluster
   * @return it as stored; without a version in a dry run
   */
  public KubeObject create(Kind kind, String namespace, ObjectNode body, WriteOptions options) {
    Shapes.check(kind, body);
    ObjectNode tree = body.deepCopy();
    Tidy.tidy(tree);
    tree.put("kind", kind.name()).put("apiVersion", kind.apiVersion());
    Namespaces.place(kind.namespaced() ? namespace : "", tree);
    ObjectNode stored = kind.equals(Kinds.EVENT) ? EventForms.toCore(tree) : tree;
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
    KindRules own = rules(kind);
    Kind stored = stored(kind);
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
      create(Kinds.SERVICE_ACCOUNT, created.name(), named("default"), WriteOptions.NONE);
    }
    return served(kind, created);
  }

  /** The body of an object that is nothing but its name. */
  static ObjectNode named(String name) {
    ObjectNode body = Json.object();
    body.putObject("metadata").put("name", name);
    return body;
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

  /** The object, or a 404. */
  public KubeObject get(Kind kind, ObjectKey key) {
    return served(kind, found(kind, key));
  }

  private KubeObject found(Kind kind, ObjectKey key) {
    KubeObject object = store.get(stored(kind), key);
    if (object == null) {
      throw StatusException.notFound(kind, key.name());
    }
    return object;
  }

  /** All objects of a kind, ordered by key. */
  public Listing list(Kind kind) {
    Listing listing = store.list(stored(kind));
    return kind.equals(Kinds.EVENT)
        ? new Listing(listing.version(), listing.objects().stream().map(EventView::of).toList())
        : listing;
  }

  /** What happens to a kind after a version; a 410 when that is too long ago. */
  public Changes changesAfter(Kind kind, long version) {
    Changes changes = store.changesAfter(stored(kind), version);
    return kind.equals(Kinds.EVENT) ? new EventView(changes) : changes;
  }

  /**
   * Changes an object (PUT and PATCH), with nobody else changing it meanwhile. When it goes and the
   * change takes away its last finalizer, it is removed.
   *
   * @param change given a copy of the current tree, returns the wished one; what it throws goes
   *     through. A resourceVersion or uid in the wish that is not the current one is a conflict
   * @return the object afterwards
   */
  public KubeObject update(
      Kind kind, ObjectKey key, Part part, UnaryOperator<ObjectNode> change, WriteOptions options) {
    UpdateRequest request = new UpdateRequest(kind, rules(kind), part, change);
    KubeObject before = found(kind, key);
    if (options.dryRun()) {
      return served(kind, request.apply(before));
    }
    AtomicReference<@Nullable KubeObject> let = new AtomicReference<>();
    KubeObject stored =
        store.update(
            stored(kind),
            key,
            current -> {
              KubeObject changed = request.apply(current);
              boolean lets = !kind.equals(Kinds.NAMESPACE) && UpdateRequest.lets(current, changed);
              let.set(lets ? changed : null);
              return lets ? current : changed;
            });
    KubeObject last = let.get();
    if (last != null) {
      deletion.removeLet(last);
    }
    namespaces.finish(kind.equals(Kinds.NAMESPACE) ? key.name() : key.namespace());
    return served(kind, last == null ? stored : last);
  }

  /**
   * Deletes an object, or begins to: a pod on a node gets its time of grace, and whatever has
   * finalizers stays until they are gone. Of a namespace the contents are deleted too.
   *
   * @return the object as it was left, or as it was last; {@link #find} tells which
   */
  public KubeObject delete(Kind kind, ObjectKey key, DeleteOptions options) {
    found(kind, key);
    return served(kind, deletion.delete(stored(kind), key, options));
  }

  /** The object, or null. */
  public @Nullable KubeObject find(Kind kind, ObjectKey key) {
    KubeObject object = store.get(stored(kind), key);
    return object == null ? null : served(kind, object);
  }

  /** Assigns a pod to a node. */
  public void bind(ObjectKey pod, ObjectNode body, WriteOptions options) {
    namespaces.inside(
        pod.namespace(),
        Kinds.POD,
        pod.name(),
        () -> {
          binding.bind(pod, body, options.dryRun());
          return pod;
        });
  }

  /** The kubelet's last word about a pod that goes: it is gone, unless finalizers hold it. */
  public void removeFinally(ObjectKey pod) {
    deletion.removeFinally(pod);
  }

  /** Answers a TokenReview, SubjectAccessReview or SelfSubject*Review. */
  public ObjectNode review(ObjectNode review) {
    return Reviews.answer(review);
  }

  /**
   * Puts in an object as another cluster had it: status, node, times and uid are kept and nothing
   * is admitted or checked but its shape. Its namespace is made when there is none; one of the same
   * name is replaced.
   */
  public KubeObject restore(Kind kind, ObjectNode body) {
    Shapes.check(kind, body);
    ObjectNode tree = body.deepCopy();
    Tidy.tidy(tree);
    tree.put("kind", kind.name()).put("apiVersion", kind.apiVersion());
    KubeObject object = KubeObject.of(stored(kind), restored(kind, tree));
    String namespace = object.namespace();
    if (kind.namespaced() && store.get(Kinds.NAMESPACE, ObjectKey.ofCluster(namespace)) == null) {
      create(Kinds.NAMESPACE, "", named(namespace), WriteOptions.NONE);
    }
    return served(
        kind,
        store.get(object.kind(), object.key()) == null
            ? store.create(object)
            : store.update(object.kind(), object.key(), current -> object));
  }

  private ObjectNode restored(Kind kind, ObjectNode tree) {
    KindRules own = rules(kind);
    ObjectNode stored = kind.equals(Kinds.EVENT) ? EventForms.toCore(tree) : tree;
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

  private KindRules rules(Kind kind) {
    KindRules found = rules.get(kind);
    if (found == null) {
      throw new IllegalArgumentException("no rules: " + kind + " (Maybe add them here?)");
    }
    return found;
  }

  private static Kind stored(Kind kind) {
    return kind.equals(Kinds.EVENT) ? Kinds.CORE_EVENT : kind;
  }

  private static KubeObject served(Kind kind, KubeObject stored) {
    return kind.equals(Kinds.EVENT) ? EventView.of(stored) : stored;
  }
}
