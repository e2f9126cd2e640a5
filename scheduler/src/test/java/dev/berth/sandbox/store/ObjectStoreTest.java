package dev.berth.sandbox.store;

import static dev.berth.sandbox.store.Things.setTo;
import static dev.berth.sandbox.store.Things.thing;
import static dev.berth.sandbox.store.Things.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.sandbox.objects.Json;
import dev.berth.sandbox.objects.Kinds;
import dev.berth.sandbox.objects.KubeObject;
import dev.berth.sandbox.objects.ObjectKey;
import dev.berth.sandbox.objects.StatusException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class ObjectStoreTest {
  private static final ObjectKey A = new ObjectKey("default", "a");
  private static final ObjectKey B = new ObjectKey("default", "b");
  private static final Duration LONG = Duration.ofMinutes(1);

  private final ObjectStore store = new ObjectStore(4);

  @Test
  void create_givesTheNextVersionOfOneCounterForAllKinds() {
    KubeObject pod = store.create(thing(Kinds.POD, A, 1));
    KubeObject node = store.create(thing(Kinds.NODE, ObjectKey.ofCluster("n"), 1));

    assertThat(pod.version()).isEqualTo(1);
    assertThat(node.version()).isEqualTo(2);
    assertThat(node.tree().at("/metadata/resourceVersion").asText()).isEqualTo("2");
    assertThat(store.version()).isEqualTo(2);
    assertThat(store.get(Kinds.POD, A)).isSameAs(pod);
  }

  @Test
  void create_ofAName_thatIsTaken_isRefusedAndWritesNothing() {
    store.create(thing(Kinds.POD, A, 1));

    assertThatThrownBy(() -> store.create(thing(Kinds.POD, A, 2)))
        .hasMessage("pods \"a\" already exists");
    assertThat(store.version()).isEqualTo(1);
  }

  @Test
  void update_toTheSameJson_inAnotherOrderAndUnderAnotherVersion_writesNothing() {
    KubeObject first = store.create(thing(Kinds.POD, A, 1));

    KubeObject after =
        store.update(
            Kinds.POD,
            A,
            current -> {
              ObjectNode turned = Json.object();
              turned.set("value", current.tree().get("value"));
              turned.putObject("metadata").put("name", "a").put("namespace", "default");
              turned.withObject("/metadata").put("resourceVersion", "0");
              return KubeObject.of(Kinds.POD, turned);
            });

    assertThat(after).isSameAs(first);
    assertThat(store.version()).isEqualTo(1);
  }

  @Test
  void update_toOtherJsonOfTheSameLength_isWritten() {
    store.create(thing(Kinds.POD, A, 1));

    KubeObject after = store.update(Kinds.POD, A, setTo(2));

    assertThat(value(after)).isEqualTo(2);
    assertThat(after.version()).isEqualTo(2);
  }

  @Test
  void update_whoseChangeThrows_orWhichGivesAnotherObject_writesNothing() {
    store.create(thing(Kinds.POD, A, 1));

    assertThatThrownBy(
            () ->
                store.update(
                    Kinds.POD,
                    A,
                    current -> {
                      throw StatusException.modified(Kinds.POD, "a");
                    }))
        .isInstanceOf(StatusException.class);
    assertThatThrownBy(() -> store.update(Kinds.POD, A, current -> thing(Kinds.POD, B, 1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(store.version()).isEqualTo(1);
    assertThat(store.update(Kinds.POD, A, setTo(2)).version()).isEqualTo(2);
  }

  @Test
  void updateAndDelete_ofWhatIsNotThere_areNotFound() {
    assertThatThrownBy(() -> store.update(Kinds.POD, A, setTo(2)))
        .hasMessage("pods \"a\" not found");
    assertThatThrownBy(() -> store.delete(Kinds.POD, A, pod -> {}))
        .hasMessage("pods \"a\" not found");
  }

  @Test
  void delete_removesUnderAVersionOfItsOwn_unlessTheCheckThrows() throws InterruptedException {
    KubeObject made = store.create(thing(Kinds.POD, A, 1));
    assertThatThrownBy(
            () ->
                store.delete(
                    Kinds.POD,
                    A,
                    pod -> {
                      throw StatusException.modified(Kinds.POD, "a");
                    }))
        .isInstanceOf(StatusException.class);
    assertThat(store.get(Kinds.POD, A)).isSameAs(made);

    KubeObject gone = store.delete(Kinds.POD, A, pod -> {});

    assertThat(gone.version()).isEqualTo(2);
    assertThat(store.get(Kinds.POD, A)).isNull();
    try (Changes changes = store.changesAfter(Kinds.POD, 1)) {
      assertThat(changes.next(LONG)).isEqualTo(new Change(Change.Type.DELETED, gone, made));
    }
  }

  @Test
  void list_isOrderedByNamespaceThenName_andCarriesTheVersionOfTheStore() {
    ObjectKey other = new ObjectKey("a-namespace", "z");
    store.create(thing(Kinds.POD, B, 1));
    store.create(thing(Kinds.POD, A, 1));
    store.create(thing(Kinds.POD, other, 1));
    store.create(thing(Kinds.NODE, ObjectKey.ofCluster("n"), 1));

    Listing listing = store.list(Kinds.POD);

    assertThat(listing.version()).isEqualTo(4);
    assertThat(listing.objects()).extracting(KubeObject::key).containsExactly(other, A, B);
  }

  @Test
  void seen_followsTheOtherKinds_onceEverythingOfItsOwnWasGiven() throws InterruptedException {
    store.create(thing(Kinds.POD, A, 1));
    store.create(thing(Kinds.POD, B, 1));
    store.create(thing(Kinds.NODE, ObjectKey.ofCluster("n"), 1));
    try (Changes changes = store.changesAfter(Kinds.POD, 0)) {
      assertThat(changes.seen()).isZero();
      changes.next(LONG);
      assertThat(changes.seen()).isEqualTo(1);
      changes.next(LONG);
      assertThat(changes.seen()).isEqualTo(3);
      assertThat(changes.next(Duration.ZERO)).isNull();
    }
  }

  @Test
  void watch_fromAVersionThatTheWindowHasPassed_isExpired() throws InterruptedException {
    store.create(thing(Kinds.POD, A, 0));
    for (int value = 1; value <= 5; value++) { // versions 2 to 6; the window has 3 to 6
      store.update(Kinds.POD, A, setTo(value));
    }

    assertThatThrownBy(() -> store.changesAfter(Kinds.POD, 1))
        .isInstanceOfSatisfying(StatusException.class, e -> assertThat(e.code()).isEqualTo(410))
        .hasMessage("too old resource version: 1 (2)");
    try (Changes changes = store.changesAfter(Kinds.POD, 2)) {
      assertThat(changes.next(LONG)).extracting(Change::version).isEqualTo(3L);
    }
    store.changesAfter(Kinds.NODE, 0).close(); // another kind has a window of its own
  }

  @Test
  void runningWatch_thatTheWindowPasses_isExpired() throws InterruptedException {
    store.create(thing(Kinds.POD, A, 0));
    try (Changes changes = store.changesAfter(Kinds.POD, 0)) {
      changes.next(LONG);
      for (int value = 1; value <= 5; value++) {
        store.update(Kinds.POD, A, setTo(value));
      }

      assertThatThrownBy(() -> changes.next(LONG)).hasMessage("too old resource version: 1 (2)");
    }
  }

  @Test
  void compaction_throwsOutEveryWatch_alsoAWaitingOne_andFromNowOnAllIsWell() throws Exception {
    store.create(thing(Kinds.POD, A, 1));
    try (var threads = Executors.newVirtualThreadPerTaskExecutor();
        Changes changes = store.changesAfter(Kinds.POD, 1)) {
      Future<?> waiting = threads.submit(() -> changes.next(LONG));
      store.compact();

      assertThatThrownBy(waiting::get)
          .hasRootCauseMessage("too old resource version: 1 (1)")
          .hasRootCauseInstanceOf(StatusException.class);
    }
    assertThatThrownBy(() -> store.changesAfter(Kinds.POD, 0))
        .hasMessage("too old resource version: 0 (1)");
    try (Changes changes = store.changesAfter(Kinds.POD, 1)) {
      for (int value = 2; value <= 5; value++) {
        store.update(Kinds.POD, A, setTo(value));
      }
      for (long want = 2; want <= 5; want++) {
        assertThat(changes.next(LONG)).extracting(Change::version).isEqualTo(want);
      }
    }
  }

  @Test
  void watch_fromTheFuture_givesOnlyWhatComesAfterIt() throws InterruptedException {
    store.create(thing(Kinds.POD, A, 0));
    try (Changes changes = store.changesAfter(Kinds.POD, 3)) {
      store.update(Kinds.POD, A, setTo(2)); // version 2
      store.update(Kinds.POD, A, setTo(3));
      assertThat(changes.next(Duration.ZERO)).isNull();
      assertThat(changes.seen()).isEqualTo(3);

      store.update(Kinds.POD, A, setTo(4));

      assertThat(changes.next(LONG)).extracting(Change::version).isEqualTo(4L);
    }
  }

  @Test
  void waitingWatches_sleepUntilTheirOwnKindChanges() throws Exception {
    int watches = 500;
    List<Thread> waiting = new ArrayList<>();
    List<Future<Change>> given = new ArrayList<>();
    try (var threads =
        Executors.newThreadPerTaskExecutor(
            task -> {
              Thread thread = Thread.ofVirtual().unstarted(task);
              waiting.add(thread);
              return thread;
            })) {
      Callable<Change> one =
          () -> {
            try (Changes changes = store.changesAfter(Kinds.POD, 0)) {
              return changes.next(LONG);
            }
          };
      for (int i = 0; i < watches; i++) {
        given.add(threads.submit(one));
      }
      while (store.watching(Kinds.POD) < watches || !allAsleep(waiting)) {
        Thread.onSpinWait();
      }
      store.create(thing(Kinds.NODE, ObjectKey.ofCluster("n"), 1));
      assertThat(allAsleep(waiting)).isTrue();

      KubeObject pod = store.create(thing(Kinds.POD, A, 1));

      for (Future<Change> change : given) {
        assertThat(change.get()).isEqualTo(new Change(Change.Type.ADDED, pod, null));
      }
    }
    assertThat(store.watching(Kinds.POD)).isZero();
  }

  private static boolean allAsleep(List<Thread> threads) {
    return threads.stream().allMatch(thread -> thread.getState() == Thread.State.TIMED_WAITING);
  }

  @Test
  void kindThatIsAViewOfAnother_isNotStored() {
    assertThatThrownBy(() -> store.list(Kinds.EVENT)).hasMessageContaining("not stored");
  }
}
