package dev.berth.cluster;

import dev.berth.framework.Assumptions;
import dev.berth.framework.ClusterView;
import dev.berth.framework.DeviceLedger;
import dev.berth.framework.Listers;
import dev.berth.model.ClusterObject;
import dev.berth.model.Node;
import dev.berth.model.NodeInfo;
import dev.berth.model.ObjectKey;
import dev.berth.model.PodInfo;
import dev.berth.model.PodKey;
import dev.berth.model.VersionedObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the scheduler knows of the cluster: the nodes, and the pods that are or will be on them.
 *
 * <p>Pods are known by uid. An assumed pod counts on its node at once, like a bound one; it has no
 * time limit. Where the watch shows a pod is where it counts. A pod whose node is not known is
 * remembered with that name, a ghost node, and counts as soon as the node comes; the same when a
 * node goes before its pods.
 *
 * <p>{@link PlacedPods} draws the life of a pod, {@link Whereabouts} says where it counts.
 *
 * <p>A mirror depends on nothing but what it is told: for a question about another cluster, make
 * another one; an empty one costs a few small objects.
 *
 * <p>Mirrors {@code cacheImpl}, {@code pkg/scheduler/backend/cache/cache.go}, Kubernetes 1.36.3.
 * Where that one ends the process because a pod is not where it was, this one follows the watch and
 * reports {@link PodChange.Moved}.
 *
 * <p>Threading: scheduler thread only, or the one thread that made it; {@link #sizes} may be read
 * by any thread.
 */
public final class ClusterMirror {

  /**
   * Distinct statuses after which the memos start again: far more than node texts make, few in
   * bytes.
   */
  private static final int MAX_STATUSES = 20_000;

  private static final NodeChange NO_NODE_CHANGE = new NodeChange.Nothing();
  private static final ObjectChange NO_OBJECT_CHANGE = new ObjectChange.Nothing();

  private final LiveView view;
  private final ObjectTables objects;
  private final Assumptions assumptions = new LiveAssumptions();
  private final Whereabouts whereabouts;
  private final PlacedPods pods;
  private volatile MirrorSizes sizes = new MirrorSizes(0, 0, 0, 0);

  public ClusterMirror() {
    this(MemoBudget.STANDARD, MAX_STATUSES);
  }

  /**
   * @param maxMemoBytes what the view's memos may hold together, about
   */
  public ClusterMirror(long maxMemoBytes) {
    this(new MemoBudget(maxMemoBytes, 0), MAX_STATUSES);
  }

  ClusterMirror(long maxMemoBytes, int maxStatuses) {
    this(new MemoBudget(maxMemoBytes, 0), maxStatuses);
  }

  private ClusterMirror(MemoBudget budget, int maxStatuses) {
    LookUps lookUps = new LookUps();
    objects = new ObjectTables(lookUps);
    view = new LiveView(budget, maxStatuses, lookUps);
    whereabouts = new Whereabouts(view);
    pods = new PlacedPods(whereabouts);
  }

  /** The nodes as they are now: always the same view, which changes with the mirror. */
  public ClusterView view() {
    return view;
  }

  /**
   * The nodes as they are now, but with the facts of those that somebody knows in another version,
   * and with those that are not known here.
   *
   * <p>The live view when nothing is different; else one that nobody keeps in step, O(nodes).
   */
  public ClusterView viewWith(List<Node> sent) {
    Map<String, Node> different = new LinkedHashMap<>();
    for (Node node : sent) {
      NodeInfo known = view.find(node.name());
      if (known == null || !known.node().hasFactsOf(node)) {
        different.put(node.name(), node);
      }
    }
    return different.isEmpty() ? view : viewWith(different);
  }

  private ClusterView viewWith(Map<String, Node> different) {
    LiveView other = view.empty();
    for (int ordinal = 0; ordinal < view.nodeCount(); ordinal++) {
      NodeInfo known = view.node(ordinal);
      Node sent = different.remove(known.name());
      other.add(sent == null ? known : known.withNode(sent));
    }
    for (Node sent : different.values()) {
      other.add(whereabouts.withGhosts(sent));
    }
    return other;
  }

  /** What is known of other kinds, as it is now: always the same listers. */
  public Listers listers() {
    return objects;
  }

  /** What the listers show in place of the watched: always the same port. */
  public Assumptions assumptions() {
    return assumptions;
  }

  /** The devices that claims have, or are about to have: always the same ledger. */
  public DeviceLedger devices() {
    return objects.devices();
  }

  /** How much the mirror holds, as of its last change. Any thread. */
  public MirrorSizes sizes() {
    return sizes;
  }

  /**
   * Says that no attempt is running, so that no code or column which the view's memos have handed
   * out is needed.
   *
   * <p>Every change of the mirror says the same; this is for attempts that change nothing. O(1).
   */
  public void betweenAttempts() {
    view.safePoint();
  }

  /** The watch shows a node: a new one, or new facts of a known one. */
  public NodeChange putNode(Node node) {
    int ordinal = view.ordinal(node.name());
    if (ordinal >= 0) {
      Node before = view.node(ordinal).node();
      view.replaceNode(ordinal, node);
      return new NodeChange.Updated(before, node);
    }
    whereabouts.add(node);
    publish();
    return new NodeChange.Added(node);
  }

  /** The watch shows that the node of that name is gone. */
  public NodeChange removeNode(String name) {
    int ordinal = view.ordinal(name);
    if (ordinal < 0) {
      return NO_NODE_CHANGE;
    }
    NodeInfo removed = whereabouts.remove(ordinal);
    publish();
    return new NodeChange.Removed(removed.node());
  }

  /**
   * The watch shows a pod in this state; to be told of every pod, also of those without a node.
   *
   * <p>Without a node, a pod only takes over its name from one of another uid. A known pod stays
   * where it is then: an assumed one waits for its binding to show, and a bound one cannot lose its
   * node, so that was a stale read.
   */
  public PodChange putPod(PodInfo pod) {
    PodChange change = pods.put(pod);
    publish();
    return change;
  }

  /** The watch shows that the pod is gone; also an assumed pod goes then. */
  public PodChange removePod(String uid) {
    PodChange change = pods.remove(uid);
    publish();
    return change;
  }

  /**
   * Counts the pod on the node from now on, ahead of its binding.
   *
   * @throws IllegalStateException when the pod is on a node already
   */
  public PodChange.Assumed assume(PodInfo pod, String nodeName) {
    PodChange.Assumed change = pods.assume(pod, nodeName);
    publish();
    return change;
  }

  /**
   * Takes an assumption back; a pod that the watch has confirmed since, or that is gone, is left as
   * it is.
   */
  public PodChange forget(String uid) {
    PodChange change = pods.forget(uid);
    publish();
    return change;
  }

  /** The watch shows an object of another kind: a new one, or new facts of a known one. */
  public ObjectChange put(ClusterObject object) {
    ClusterObject before = objects.table(object.kind()).put(object);
    if (object.equals(before)) {
      return NO_OBJECT_CHANGE;
    }
    view.otherObjectsChanged();
    return before == null
        ? new ObjectChange.Added(object)
        : new ObjectChange.Updated(before, object);
  }

  /** The watch shows that the object of this kind and name is gone. */
  public ObjectChange remove(ClusterObject.Kind kind, ObjectKey key) {
    ClusterObject before = objects.table(kind).remove(key);
    if (before == null) {
      return NO_OBJECT_CHANGE;
    }
    view.otherObjectsChanged();
    return new ObjectChange.Removed(before);
  }

  /**
   * Objects of this kind cannot be known for now.
   *
   * @param why what a person can do about it
   */
  public void missing(ClusterObject.Kind kind, String why) {
    objects.table(kind).missing(why);
    view.otherObjectsChanged();
  }

  /** Objects of this kind are known; false when they were not missing. */
  public boolean known(ClusterObject.Kind kind) {
    ObjectTable<?> table = objects.table(kind);
    if (table.missing() == null) {
      return false;
    }
    table.missing(null);
    view.otherObjectsChanged();
    return true;
  }

  /** The object of that kind and name as the watch shows it, whatever is assumed; or null. */
  public @Nullable ClusterObject watched(ClusterObject.Kind kind, ObjectKey key) {
    return objects.table(kind).watched(key);
  }

  public boolean isAssumed(String uid) {
    return pods.isAssumed(uid);
  }

  /**
   * The placed pod of that uid with its node's name, also on a ghost node; null when it is not
   * placed.
   */
  public @Nullable PodInfo find(String uid) {
    return pods.find(uid);
  }

  /** As {@link #find(String)}, by name. */
  public @Nullable PodInfo find(PodKey key) {
    return pods.find(key);
  }

  /** All nodes with the pods on them, as they are now. O(nodes): nothing in them is copied. */
  public List<NodeInfo> nodes() {
    List<NodeInfo> nodes = new ArrayList<>(view.nodeCount());
    for (int ordinal = 0; ordinal < view.nodeCount(); ordinal++) {
      nodes.add(view.node(ordinal));
    }
    return nodes;
  }

  /** All pods on ghost nodes, as they are now. */
  public List<PodInfo> podsElsewhere() {
    return whereabouts.podsElsewhere();
  }

  /** Assumptions in the tables of this mirror. */
  private final class LiveAssumptions implements Assumptions {
    @Override
    public boolean assume(VersionedObject changed) {
      view.otherObjectsChanged();
      return objects.table(changed.kind()).assume(changed);
    }

    @Override
    public void restore(VersionedObject assumed) {
      view.otherObjectsChanged();
      objects.table(assumed.kind()).restore(assumed);
    }

    @Override
    public void restore(ClusterObject.Kind kind, ObjectKey key) {
      view.otherObjectsChanged();
      objects.table(kind).restore(key);
    }
  }

  private void publish() {
    sizes =
        new MirrorSizes(
            view.nodeCount(), whereabouts.ghostNodes(), pods.count(), pods.assumedCount());
  }
}
