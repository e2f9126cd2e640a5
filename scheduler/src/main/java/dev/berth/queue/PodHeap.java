package dev.berth.queue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A binary heap of pods in which any pod can be found, moved and removed by itself.
 *
 * <p>Each pod remembers its slot ({@link QueuedPod#heapSlot}), so a pod is in at most one heap. A
 * comparator that contradicts itself, as a foreign QueueSort plugin may, gives a strange order but
 * never loses a pod: nothing is looked up by comparing. Pods that compare equal leave in the order
 * in which they arrived first.
 *
 * <p>Threading: scheduler thread only.
 */
final class PodHeap {
  private final Comparator<? super QueuedPod> order;
  private final List<QueuedPod> slots = new ArrayList<>();

  PodHeap(Comparator<? super QueuedPod> order) {
    this.order = order;
  }

  int size() {
    return slots.size();
  }

  @Nullable QueuedPod peek() {
    return slots.isEmpty() ? null : slots.getFirst();
  }

  @Nullable QueuedPod poll() {
    QueuedPod head = peek();
    if (head != null) {
      removeAt(0);
    }
    return head;
  }

  void add(QueuedPod pod) {
    assert pod.heapSlot < 0 : pod + " is in a heap already";
    slots.add(pod);
    pod.heapSlot = slots.size() - 1;
    up(pod.heapSlot);
  }

  private boolean contains(QueuedPod pod) {
    return pod.heapSlot >= 0 && pod.heapSlot < slots.size() && slots.get(pod.heapSlot) == pod;
  }

  /** False when the pod is not here. */
  boolean remove(QueuedPod pod) {
    if (!contains(pod)) {
      return false;
    }
    removeAt(pod.heapSlot);
    return true;
  }

  /** Puts a pod right whose place in the order may have changed; false when it is not here. */
  boolean reorder(QueuedPod pod) {
    if (!contains(pod)) {
      return false;
    }
    settle(pod.heapSlot);
    return true;
  }

  private void removeAt(int slot) {
    QueuedPod removed = slots.get(slot);
    QueuedPod last = slots.removeLast();
    removed.heapSlot = -1;
    if (last != removed) {
      put(slot, last);
      settle(slot);
    }
  }

  private void settle(int slot) {
    if (!up(slot)) {
      down(slot);
    }
  }

  private boolean up(int from) {
    int slot = from;
    QueuedPod pod = slots.get(slot);
    while (slot > 0) {
      int parent = (slot - 1) >>> 1;
      if (!before(pod, slots.get(parent))) {
        break;
      }
      put(slot, slots.get(parent));
      slot = parent;
    }
    put(slot, pod);
    return slot != from;
  }

  private void down(int from) {
    int slot = from;
    QueuedPod pod = slots.get(slot);
    for (int child = firstChild(slot); child < slots.size(); child = firstChild(slot)) {
      if (child + 1 < slots.size() && before(slots.get(child + 1), slots.get(child))) {
        child++;
      }
      if (!before(slots.get(child), pod)) {
        break;
      }
      put(slot, slots.get(child));
      slot = child;
    }
    put(slot, pod);
  }

  private static int firstChild(int slot) {
    return 2 * slot + 1;
  }

  private void put(int slot, QueuedPod pod) {
    slots.set(slot, pod);
    pod.heapSlot = slot;
  }

  private boolean before(QueuedPod a, QueuedPod b) {
    int compared = order.compare(a, b);
    return compared < 0 || (compared == 0 && a.arrival() < b.arrival());
  }
}
