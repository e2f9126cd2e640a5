package dev.berth.queue;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * Pods that wait until their backoff is over, the earliest first.
 *
 * <p>Two heaps: pods that were rejected, which within one second are ordered as the active queue
 * orders them, and pods that failed with an error. Only the first kind may be taken early: errors
 * back off to spare whatever failed.
 *
 * <p>Mirrors {@code backoff_queue.go}, Kubernetes 1.36.3. Threading: scheduler thread only.
 */
final class BackoffQueue {
  private static final Comparator<QueuedPod> EARLIEST =
      Comparator.comparingLong(QueuedPod::backoffUntilMicros);

  private final PodHeap rejected;
  private final PodHeap failed = new PodHeap(EARLIEST);

  BackoffQueue(Comparator<? super QueuedPod> activeOrder) {
    this.rejected = new PodHeap(EARLIEST.thenComparing(activeOrder));
  }

  int size() {
    return rejected.size() + failed.size();
  }

  /** A pod that no plugin rejected failed with an error. */
  void add(QueuedPod pod) {
    (pod.isRejected() ? rejected : failed).add(pod);
  }

  boolean remove(QueuedPod pod) {
    return rejected.remove(pod) || failed.remove(pod);
  }

  boolean reorder(QueuedPod pod) {
    return rejected.reorder(pod) || failed.reorder(pod);
  }

  /** The pod that {@link #pollEarly} would take. */
  @Nullable QueuedPod peekEarly() {
    return rejected.peek();
  }

  /** The rejected pod that would be ready next, although its backoff is not over. */
  @Nullable QueuedPod pollEarly() {
    return rejected.poll();
  }

  /** A pod whose backoff is over, or null. */
  @Nullable QueuedPod pollCompleted(long nowMicros) {
    QueuedPod pod = pollCompleted(rejected, nowMicros);
    return pod != null ? pod : pollCompleted(failed, nowMicros);
  }

  private static @Nullable QueuedPod pollCompleted(PodHeap heap, long nowMicros) {
    QueuedPod head = heap.peek();
    return head != null && Backoff.isOver(head.backoffUntilMicros(), nowMicros)
        ? heap.poll()
        : null;
  }

  /** When the next backoff is over; {@link Long#MAX_VALUE} when nobody backs off. */
  long nextCompletionMicros() {
    return Math.min(completionOfHead(rejected), completionOfHead(failed));
  }

  private static long completionOfHead(PodHeap heap) {
    QueuedPod head = heap.peek();
    return head == null ? Long.MAX_VALUE : Backoff.overAtMicros(head.backoffUntilMicros());
  }
}
