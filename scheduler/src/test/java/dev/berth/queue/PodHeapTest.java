package dev.berth.queue;

import static dev.berth.queue.QueueBed.pod;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class PodHeapTest {
  private static final Comparator<QueuedPod> BY_PRIORITY =
      Comparator.comparingInt(queued -> queued.pod().priority());

  private final QueueProfile profile =
      new QueueProfile(QueueBed.profile(QueueBed.PROFILE, List.of(), Map.of()));

  private QueuedPod queued(long arrival, int priority) {
    return new QueuedPod(pod("p" + arrival, priority), profile, arrival, 0);
  }

  private static List<QueuedPod> drain(PodHeap heap) {
    List<QueuedPod> out = new ArrayList<>();
    for (QueuedPod pod = heap.poll(); pod != null; pod = heap.poll()) {
      out.add(pod);
    }
    return out;
  }

  @Test
  void poll_givesAllInOrderAndEqualOnesByArrival() {
    Random random = new Random(7);
    PodHeap heap = new PodHeap(BY_PRIORITY);
    List<QueuedPod> want = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      want.add(queued(i, random.nextInt(20)));
    }
    List<QueuedPod> shuffled = new ArrayList<>(want);
    Collections.shuffle(shuffled, random);
    shuffled.forEach(heap::add);
    want.sort(BY_PRIORITY.thenComparingLong(QueuedPod::arrival));

    assertThat(drain(heap)).containsExactlyElementsOf(want);
  }

  @Test
  void remove_fromAnywhere_keepsTheOrderOfTheOthers() {
    Random random = new Random(8);
    for (int round = 0; round < 50; round++) {
      PodHeap heap = new PodHeap(BY_PRIORITY);
      List<QueuedPod> want = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        QueuedPod pod = queued(i, random.nextInt(100));
        heap.add(pod);
        want.add(pod);
      }
      for (int i = 0; i < 20; i++) {
        QueuedPod removed = want.remove(random.nextInt(want.size()));
        assertThat(heap.remove(removed)).isTrue();
        assertThat(heap.remove(removed)).as("a second time").isFalse();
      }
      want.sort(BY_PRIORITY.thenComparingLong(QueuedPod::arrival));

      assertThat(drain(heap)).containsExactlyElementsOf(want);
    }
  }

  @Test
  void reorder_movesUpAndDown() {
    PodHeap heap = new PodHeap(BY_PRIORITY);
    List<QueuedPod> pods = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      pods.add(queued(i, i * 10));
      heap.add(pods.get(i));
    }

    pods.get(9).replace(pod("p9", -1));
    heap.reorder(pods.get(9));
    pods.get(0).replace(pod("p0", 1000));
    heap.reorder(pods.get(0));

    List<QueuedPod> out = drain(heap);
    assertThat(out.getFirst()).isSameAs(pods.get(9));
    assertThat(out.getLast()).isSameAs(pods.get(0));
  }

  @Test
  void remove_podOfAnotherHeap_isRefused() {
    PodHeap heap = new PodHeap(BY_PRIORITY);
    PodHeap other = new PodHeap(BY_PRIORITY);
    QueuedPod mine = queued(1, 1);
    QueuedPod theirs = queued(2, 2);
    heap.add(mine);
    other.add(theirs);

    assertThat(heap.remove(theirs)).isFalse();
    assertThat(heap.reorder(theirs)).isFalse();
    assertThat(other.size()).isEqualTo(1);
  }

  @Test
  void comparatorThatContradictsItself_losesNobody() {
    Random random = new Random(9);
    PodHeap heap = new PodHeap((_, _) -> random.nextInt(3) - 1);
    List<QueuedPod> inside = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      inside.add(queued(i, 0));
      heap.add(inside.get(i));
    }
    for (int i = 0; i < 100; i++) {
      assertThat(heap.remove(inside.remove(random.nextInt(inside.size())))).isTrue();
    }

    assertThat(drain(heap)).containsExactlyInAnyOrderElementsOf(inside);
  }
}
