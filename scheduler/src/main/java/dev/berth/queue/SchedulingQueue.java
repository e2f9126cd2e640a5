package dev.berth.queue;

import dev.berth.framework.ClusterEvent;
import dev.berth.framework.PodActivator;
import dev.berth.framework.PointTimes;
import dev.berth.framework.ProfilePlugins;
import dev.berth.model.PodInfo;
import dev.berth.model.PodKey;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The pods that Berth has to place, and when each is tried.
 *
 * <p>The watch side calls {@link #addOrUpdate}, {@link #delete} and {@link #bound} for pods of our
 * profiles without a node, and {@link #moveAll} for every other change; the loop calls {@link
 * #tick}, {@link #pop}, and for each popped pod {@link #done} or {@link #addUnschedulable}. Between
 * {@code pop} and {@code bound} the queue keeps the newest version of the pod, so updates of pods
 * being tried or bound come here too.
 *
 * <p>Has no timer: {@link #nextDeadlineMicros} says when {@link #tick} has something to do. The
 * clock decides about backoff, so it should not be set back.
 *
 * <p>Mirrors {@code scheduling_queue.go}, Kubernetes 1.36.3. Threading: scheduler thread only,
 * except {@link #sizes}.
 */
public final class SchedulingQueue implements PodActivator {

  private final InstantSource clock;
  private final QueueProfiles profiles;
  private final KnownPods known = new KnownPods();
  private final Places places;
  private final Wakeups wakeups;
  private final FlushSchedule flush;
  private final Nominations nominations = new Nominations();

  private long arrivals;
  private volatile QueueSizes sizes = QueueSizes.NONE;

  /**
   * @param profiles at least one; the first one's QueueSort plugin orders the pods of all
   */
  public SchedulingQueue(
      Collection<ProfilePlugins> profiles, QueueSettings settings, InstantSource clock) {
    this(profiles, settings, clock, QueueListener.NONE, PointTimes.NONE);
  }

  /**
   * @param profiles at least one; the first one's QueueSort plugin orders the pods of all
   * @param times told of PreEnqueue
   */
  public SchedulingQueue(
      Collection<ProfilePlugins> profiles,
      QueueSettings settings,
      InstantSource clock,
      QueueListener listener,
      PointTimes times) {
    if (profiles.isEmpty()) {
      throw new IllegalArgumentException("profiles is empty. Maybe one profile named berth.");
    }
    this.clock = clock;
    this.profiles = new QueueProfiles(profiles);
    this.flush = new FlushSchedule(settings);
    this.places =
        new Places(
            new SortOrder(profiles.iterator().next().queueSort()),
            Backoff.of(settings),
            this::nowMicros,
            listener,
            times);
    this.wakeups = new Wakeups(places, this.profiles);
  }

  // ---- what the watch says -------------------------------------------------------------------

  /**
   * A pod of one of our profiles that has no node is new or changed. A pod of the same name with
   * another uid is gone.
   *
   * @throws IllegalArgumentException when no profile has the pod's schedulerName
   */
  public void addOrUpdate(PodInfo pod) {
    QueuedPod before = known.find(pod.uid());
    if (before == null) {
      add(pod);
    } else {
      update(before, pod);
    }
    publishSizes();
  }

  /**
   * The pod is no longer in the cluster. When it was nominated, that is told as {@link
   * PodEvents#ASSIGNED_POD_DELETE} to pods that had to leave its place free.
   *
   * @return whether the queue had it
   */
  public boolean delete(String uid) {
    QueuedPod pod = known.find(uid);
    if (pod != null) {
      delete(pod);
    }
    publishSizes();
    return pod != null;
  }

  /**
   * The pod has a node, whoever bound it: the queue forgets it, and nobody is woken.
   *
   * @return whether the queue had it
   */
  public boolean bound(String uid) {
    QueuedPod pod = known.find(uid);
    if (pod != null) {
      forget(pod);
    }
    publishSizes();
    return pod != null;
  }

  /** As {@link #moveAll(ClusterEvent, Object, Object, Predicate)}, for all pods. */
  public void moveAll(ClusterEvent event, @Nullable Object before, @Nullable Object after) {
    moveAll(event, before, after, pod -> true);
  }

  /**
   * Something changed: moves every waiting pod that it may help to the active or the backoff queue,
   * and remembers it for the pods in flight.
   *
   * @param before the object before the change; null when it is new
   * @param after the object after the change; null when it is gone
   * @param among which waiting pods to consider; pods in flight are considered in any case
   */
  public void moveAll(
      ClusterEvent event,
      @Nullable Object before,
      @Nullable Object after,
      Predicate<PodInfo> among) {
    wakeups.byChange(event, before, after, among);
    publishSizes();
  }

  // ---- what the loop does --------------------------------------------------------------------

  /** Does what is due: ends backoffs, and retries pods that were unschedulable for too long. */
  public void tick() {
    places.endBackoffs();
    long now = nowMicros();
    if (flush.begin(now)) {
      wakeups.byAge(flush, now);
    }
    publishSizes();
  }

  /**
   * When {@link #tick} has something to do next, in microseconds since the epoch; {@link
   * Long#MAX_VALUE} when nothing waits for time to pass.
   */
  public long nextDeadlineMicros() {
    long backoffOver = places.nextBackoffOverMicros();
    return places.anyUnschedulable() ? Math.min(backoffOver, flush.nextMicros()) : backoffOver;
  }

  /**
   * The pod to try now, or null when nobody waits: the first of the active queue; when that is
   * empty, the rejected pod whose backoff is over next. From here on it is in flight.
   */
  public @Nullable QueuedPod pop() {
    return pop(pod -> true);
  }

  /** As above; null, too, when that pod may not be tried now: nobody overtakes it. */
  public @Nullable QueuedPod pop(Predicate<PodInfo> allowed) {
    QueuedPod pod = places.pop(allowed);
    publishSizes();
    return pod;
  }

  /** The attempt of this pod, which is under way, goes on with its newest version. */
  public void refresh(QueuedPod pod) {
    if (pod.place() != Place.IN_FLIGHT) {
      throw new IllegalStateException(pod + " is not being tried");
    }
    pod.replace(pod.newest());
  }

  /**
   * No change can matter any more to the attempt of this pod: it goes on to be bound, or is not to
   * be tried at all. The queue still follows its updates until {@link #bound} or {@link #delete},
   * and takes it back with {@link #addUnschedulable} when binding fails.
   */
  public void done(String uid) {
    QueuedPod pod = known.find(uid);
    if (pod != null) {
      places.handOver(pod);
    }
    publishSizes();
  }

  /**
   * The attempt failed: the pod comes back, in its newest version. With no plugin to blame it
   * failed with an error and is tried again after the error backoff; otherwise it waits for a
   * change that may help, unless one came while it was in flight.
   *
   * @param rejecting the plugins that answered Unschedulable or UnschedulableAndUnresolvable
   * @param pending the plugins that answered Pending
   * @return false when the pod was bound or deleted meanwhile: there is nothing to come back
   * @throws IllegalStateException when the pod is waiting: it was not popped, or came back already
   */
  public boolean addUnschedulable(
      QueuedPod pod, Collection<String> rejecting, Collection<String> pending) {
    return switch (pod.place()) {
      case IN_FLIGHT, HANDED_OVER -> {
        places.comeBack(pod, rejecting, pending);
        publishSizes();
        yield true;
      }
      case GONE -> false;
      case ACTIVE, BACKOFF, UNSCHEDULABLE ->
          throw new IllegalStateException(
              pod + " is not being tried. Maybe its attempt was ended twice.");
    };
  }

  /**
   * Sets or clears the nomination of a pod that failed, before the API server knows.
   *
   * @param nodeName the node's name, "" to clear, null for what the pod's status says
   */
  public void nominate(QueuedPod pod, @Nullable String nodeName) {
    if (pod.place() != Place.GONE) {
      nominations.nominate(pod.newest(), nodeName);
    }
  }

  public Nominations nominations() {
    return nominations;
  }

  /**
   * Moves pods that wait to the active queue, past hints and backoff but not past the gate. A pod
   * in flight is tried again, after its backoff, should it come back rejected.
   */
  @Override
  public void activate(Collection<PodKey> pods) {
    for (PodKey key : pods) {
      QueuedPod pod = known.find(key);
      if (pod != null) {
        places.activate(pod);
      }
    }
    publishSizes();
  }

  /** The pod of that name that waits, is being tried or is being bound; null when none is. */
  public @Nullable QueuedPod find(PodKey key) {
    return known.find(key);
  }

  /** Where the pod of that name stands and what it waits for; null when the queue has none. */
  public @Nullable QueueStanding standing(PodKey key) {
    QueuedPod pod = known.find(key);
    return pod == null
        ? null
        : QueueStanding.of(pod, flush.firstAfter(pod.queuedAtMicros(), nowMicros()));
  }

  /** Every pod that waits, is being tried or is being bound, in the version last seen. */
  public List<PodInfo> newestPods() {
    return known.newest();
  }

  /** How many pods are where. Threading: any thread. */
  public QueueSizes sizes() {
    return sizes;
  }

  // ---- how ------------------------------------------------------------------------------------

  private void add(PodInfo info) {
    QueueProfile profile = profiles.of(info);
    QueuedPod predecessor = known.find(info.key());
    if (predecessor != null) {
      delete(predecessor);
    }
    QueuedPod pod = new QueuedPod(info, profile, arrivals++, nowMicros());
    known.add(pod);
    places.enter(pod);
    if (!pod.isGated()) {
      nominations.nominate(info, null);
    }
  }

  private void update(QueuedPod pod, PodInfo after) {
    PodInfo before = pod.newest();
    if (before.resourceVersion().equals(after.resourceVersion())) {
      return;
    }
    switch (pod.place()) {
      case ACTIVE, BACKOFF -> {
        replace(pod, after);
        places.reorder(pod);
      }
      case UNSCHEDULABLE -> {
        replace(pod, after);
        wakeups.byOwnUpdate(pod, before, after);
      }
      case IN_FLIGHT -> {
        pod.supersede(after);
        wakeups.byUpdateInFlight(before, after);
      }
      case HANDED_OVER -> {
        pod.supersede(after);
        return;
      }
      case GONE -> throw new IllegalStateException(pod + " is known but gone");
    }
    if (!before.nominatedNodeName().equals(after.nominatedNodeName())) {
      wakeups.byLostNomination(before);
    }
  }

  private void replace(QueuedPod pod, PodInfo after) {
    PodInfo before = pod.pod();
    pod.replace(after);
    nominations.follow(before, after);
  }

  private void delete(QueuedPod pod) {
    forget(pod);
    wakeups.byLostNomination(pod.newest());
  }

  private void forget(QueuedPod pod) {
    places.leave(pod);
    known.remove(pod);
    nominations.remove(pod.uid());
  }

  private long nowMicros() {
    Instant now = clock.instant();
    return TimeUnit.SECONDS.toMicros(now.getEpochSecond())
        + TimeUnit.NANOSECONDS.toMicros(now.getNano());
  }

  private void publishSizes() {
    QueueSizes now = places.sizes();
    if (!now.isSameAs(sizes)) {
      sizes = now;
    }
  }
}
