package dev.berth.queue;

import dev.berth.framework.QueuedPodInfo;
import dev.berth.model.PodInfo;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A pod that has to be placed, with the history of its attempts: one object from the day the pod
 * arrives until it is bound or deleted.
 *
 * <p>Changed by this package only. While an attempt runs, {@link #pod()} stays the version that the
 * attempt began with; a newer one takes its place when the pod comes back.
 *
 * <p>Mirrors {@code framework.QueuedPodInfo}, Kubernetes 1.36.3. Threading: scheduler thread only.
 */
public final class QueuedPod implements QueuedPodInfo {
  private static final long NEVER = -1;

  private final long arrival;
  private final QueueProfile profile;
  private PodInfo pod;
  private PodInfo newest;
  private Place place = Place.GONE;
  private long queuedAtMicros;
  private long backoffUntilMicros = Backoff.NONE;
  private int attempts;
  private int rejections;
  private int consecutiveErrors;
  private long firstActiveMicros = NEVER;
  private long poppedAtMicros = NEVER;
  private boolean flushed;
  private final List<Rejector> rejectedBy = new ArrayList<>(2);
  private final List<Rejector> pendingOn = new ArrayList<>(0);
  private final List<Rejector> blamed = new ArrayList<>(0);
  private @Nullable Rejector gate;

  /** Where in its {@link PodHeap} the pod is; negative outside of heaps. The heap's own. */
  int heapSlot = -1;

  QueuedPod(PodInfo pod, QueueProfile profile, long arrival, long nowMicros) {
    this.pod = pod;
    this.newest = pod;
    this.profile = profile;
    this.arrival = arrival;
    this.queuedAtMicros = nowMicros;
  }

  @Override
  public PodInfo pod() {
    return pod;
  }

  @Override
  public long queuedAtMicros() {
    return queuedAtMicros;
  }

  @Override
  public int attempts() {
    return attempts;
  }

  /** When the pod could be tried for the first time, microseconds since the epoch. */
  public long firstActiveMicros() {
    return firstActiveMicros;
  }

  /** When the attempt began that runs or ran last, microseconds since the epoch. */
  public long poppedAtMicros() {
    return poppedAtMicros;
  }

  /** True when that attempt was made only because the pod had waited for so long. */
  public boolean wasFlushed() {
    return flushed;
  }

  /** The plugins that rejected the last attempt, and the one that gates the pod. */
  public List<String> rejectedBy() {
    return rejectedBy.stream().map(Rejector::plugin).toList();
  }

  /** The plugins that answered Pending in the last attempt. */
  public List<String> pendingOn() {
    return pendingOn.stream().map(Rejector::plugin).toList();
  }

  /** The plugin that keeps the pod out of the active queue, or null. */
  public @Nullable String gatedBy() {
    return gate == null ? null : gate.plugin();
  }

  public Place place() {
    return place;
  }

  /** A number that is smaller for pods that arrived earlier; no two pods share one. */
  long arrival() {
    return arrival;
  }

  QueueProfile profile() {
    return profile;
  }

  /** The last version seen, also while an attempt works on an older one. */
  public PodInfo newest() {
    return newest;
  }

  String uid() {
    return pod.uid();
  }

  long backoffUntilMicros() {
    return backoffUntilMicros;
  }

  /** False after an error, and for a pod that was never tried nor gated. */
  boolean isRejected() {
    return !rejectedBy.isEmpty() || !pendingOn.isEmpty();
  }

  List<Rejector> rejectors() {
    return rejectedBy;
  }

  List<Rejector> pendingRejectors() {
    return pendingOn;
  }

  @Nullable Rejector gate() {
    return gate;
  }

  boolean isGated() {
    return gate != null;
  }

  void moveTo(Place next) {
    place = next;
  }

  /** A newer version of a pod that waits. */
  void replace(PodInfo version) {
    pod = version;
    newest = version;
  }

  /** A newer version of a pod that is being tried or bound. */
  void supersede(PodInfo version) {
    newest = version;
  }

  void markActive(long nowMicros) {
    if (firstActiveMicros == NEVER) {
      firstActiveMicros = nowMicros;
    }
  }

  void markFlushed() {
    flushed = true;
  }

  void markPopped(long nowMicros) {
    poppedAtMicros = nowMicros;
    attempts++;
  }

  /** The attempt ended; no plugins means that it ended with an error. */
  void markFailed(
      Collection<String> rejecting, Collection<String> pending, long nowMicros, Backoff backoff) {
    pod = newest;
    gate = null;
    flushed = false;
    blame(rejectedBy, rejecting);
    blame(pendingOn, pending);
    if (isRejected()) {
      rejections++;
      consecutiveErrors = 0;
    } else {
      consecutiveErrors++;
    }
    queuedAtMicros = nowMicros;
    int failures = consecutiveErrors > 0 ? consecutiveErrors : rejections;
    backoffUntilMicros = backoff.expiryMicros(nowMicros, failures);
  }

  private void blame(List<Rejector> list, Collection<String> plugins) {
    list.clear();
    for (String plugin : plugins) {
      list.add(profile.rejector(plugin));
    }
  }

  void markGated(Rejector by) {
    gate = by;
    if (!rejectedBy.contains(by)) {
      rejectedBy.add(by);
    }
  }

  /** Plugins that gated it earlier stay to blame until the next attempt ends. */
  void markAdmitted() {
    gate = null;
  }

  /** Tells of the plugins to blame that were not told of yet. */
  void reportBlame(QueueListener listener) {
    reportBlame(rejectedBy, listener);
    reportBlame(pendingOn, listener);
  }

  private void reportBlame(List<Rejector> rejectors, QueueListener listener) {
    for (Rejector rejector : rejectors) {
      if (!blamed.contains(rejector)) {
        blamed.add(rejector);
        listener.blamed(pod.schedulerName(), rejector.plugin());
      }
    }
  }

  /** Takes back what {@link #reportBlame} told. */
  void clearBlame(QueueListener listener) {
    for (Rejector rejector : blamed) {
      listener.cleared(pod.schedulerName(), rejector.plugin());
    }
    blamed.clear();
  }

  @Override
  public String toString() {
    return pod.key() + " (" + place + ", attempt " + attempts + ")";
  }
}
