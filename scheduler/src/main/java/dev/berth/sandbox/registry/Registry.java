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

  private final ObjectStore store;
  private final Namespaces namespaces;
  private final RuleBook rules;
  private final Creation creation;
  private final Restoration restoration;
  private final Deletion deletion;
  private final Binding binding;

  /**
   * @param random of uids and generated names; not used elsewhere afterwards
   */
  public Registry(ObjectStore store, InstantSource clock, SplittableRandom random) {
    this.store = store;
    this.namespaces = new Namespaces(store);
    Identities identities = new Identities(random);
    PodAdmission admission = new PodAdmission(store);
    this.rules = new RuleBook(store, admission, clock);
    this.creation = new Creation(store, rules, namespaces, identities, clock);
    this.restoration = new Restoration(store, rules, creation, identities, clock);
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
    return creation.create(kind, namespace, body, options);
  }

  /** The body of an object that is nothing but its name. */
  static ObjectNode named(String name) {
    ObjectNode body = Json.object();
    body.putObject("metadata").put("name", name);
    return body;
  }

  /** The object, or a 404. */
  public KubeObject get(Kind kind, ObjectKey key) {
    return EventView.served(kind, found(kind, key));
  }

  private KubeObject found(Kind kind, ObjectKey key) {
    KubeObject object = store.get(EventForms.stored(kind), key);
    if (object == null) {
      throw StatusException.notFound(kind, key.name());
    }
    return object;
  }

  /** All objects of a kind, ordered by key. */
  public Listing list(Kind kind) {
    Listing listing = store.list(EventForms.stored(kind));
    return kind.equals(Kinds.EVENT)
        ? new Listing(listing.version(), listing.objects().stream().map(EventView::of).toList())
        : listing;
  }

  /** What happens to a kind after a version; a 410 when that is too long ago. */
  public Changes changesAfter(Kind kind, long version) {
    Changes changes = store.changesAfter(EventForms.stored(kind), version);
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
    UpdateRequest request = new UpdateRequest(kind, rules.of(kind), part, change);
    KubeObject before = found(kind, key);
    if (options.dryRun()) {
      return EventView.served(kind, request.apply(before));
    }
    AtomicReference<@Nullable KubeObject> let = new AtomicReference<>();
    KubeObject stored =
        store.update(
            EventForms.stored(kind),
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
    return EventView.served(kind, last == null ? stored : last);
  }

  /**
   * Deletes an object, or begins to: a pod on a node gets its time of grace, and whatever has
   * finalizers stays until they are gone. Of a namespace the contents are deleted too.
   *
   * @return the object as it was left, or as it was last; {@link #find} tells which
   */
  public KubeObject delete(Kind kind, ObjectKey key, DeleteOptions options) {
    found(kind, key);
    return EventView.served(kind, deletion.delete(EventForms.stored(kind), key, options));
  }

  /** The object, or null. */
  public @Nullable KubeObject find(Kind kind, ObjectKey key) {
    KubeObject object = store.get(EventForms.stored(kind), key);
    return object == null ? null : EventView.served(kind, object);
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
    return restoration.restore(kind, body);
  }
}
