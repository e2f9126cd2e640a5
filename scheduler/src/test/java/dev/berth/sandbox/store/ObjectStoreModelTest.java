package dev.berth.sandbox.store;

import static dev.berth.sandbox.store.Things.addOne;
import static dev.berth.sandbox.store.Things.setTo;
import static dev.berth.sandbox.store.Things.thing;
import static dev.berth.sandbox.store.Things.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.berth.sandbox.objects.Kind;
import dev.berth.sandbox.objects.Kinds;
import dev.berth.sandbox.objects.KubeObject;
import dev.berth.sandbox.objects.ObjectKey;
import dev.berth.sandbox.objects.StatusException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The store against a naive one that keeps all history, and against its own watchers. */
class ObjectStoreModelTest {
  private static final List<Kind> KINDS = List.of(Kinds.POD, Kinds.NODE, Kinds.LEASE);
  private static final int WINDOW = 50;

  private record Step(
      Kind kind, Change.Type type, ObjectKey key, long version, long value, long before) {}

  /** What the store should say: everything that ever happened, in order. */
  private static final class Model {
    final List<Step> steps = new ArrayList<>();
    final Map<Kind, TreeMap<ObjectKey, Long>> values =
        Map.of(
            Kinds.POD, new TreeMap<>(), Kinds.NODE, new TreeMap<>(), Kinds.LEASE, new TreeMap<>());

    Map<ObjectKey, Long> of(Kind kind) {
      return values.getOrDefault(kind, new TreeMap<>());
    }

    void put(Kind kind, ObjectKey key, long value) {
      Long before = of(kind).put(key, value);
      if (before == null) {
        step(kind, Change.Type.ADDED, key, value, -1);
      } else if (before != value) {
        step(kind, Change.Type.MODIFIED, key, value, before);
      }
    }

    void remove(Kind kind, ObjectKey key) {
      Long before = of(kind).remove(key);
      if (before != null) {
        step(kind, Change.Type.DELETED, key, before, before);
      }
    }

    private void step(Kind kind, Change.Type type, ObjectKey key, long value, long before) {
      steps.add(new Step(kind, type, key, steps.size() + 1L, value, before));
    }

    List<Step> after(Kind kind, long version) {
      return steps.stream().filter(s -> s.kind().equals(kind) && s.version() > version).toList();
    }

    /** The version of the last change of that kind that a window of that size has lost. */
    long lost(Kind kind, int window) {
      List<Step> all = after(kind, 0);
      return all.size() <= window ? 0 : all.get(all.size() - window - 1).version();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void store_afterEachStepOfARandomHistory_saysWhatANaiveOneSays(long seed) throws Exception {
    SplittableRandom random = new SplittableRandom(seed);
    ObjectStore store = new ObjectStore(WINDOW);
    Model model = new Model();
    for (int i = 0; i < 800; i++) {
      randomWrite(random, store, model);
      assertThat(store.version()).isEqualTo(model.steps.size());
      Kind kind = oneOf(random, KINDS);
      Listing listing = store.list(kind);
      Map<ObjectKey, Long> listed = new TreeMap<>();
      listing.objects().forEach(object -> listed.put(object.key(), value(object)));
      assertThat(listed).isEqualTo(model.of(kind));
      assertThat(listing.version()).isEqualTo(store.version());
      long from = random.nextLong(store.version() + 1);
      assertThat(changesAfter(store, kind, from))
          .as("seed %d step %d: %s after %d", seed, i, kind, from)
          .isEqualTo(from < model.lost(kind, WINDOW) ? null : model.after(kind, from));
    }
  }

  private static void randomWrite(SplittableRandom random, ObjectStore store, Model model) {
    Kind kind = oneOf(random, KINDS);
    ObjectKey key = new ObjectKey("ns" + random.nextInt(2), "name" + random.nextInt(6));
    long value = random.nextInt(3);
    switch (random.nextInt(3)) {
      case 0 -> {
        boolean taken = model.of(kind).containsKey(key);
        StatusException refusal =
            catchThrowableOfType(
                StatusException.class, () -> store.create(thing(kind, key, value)));
        assertThat(refusal != null).isEqualTo(taken);
        if (!taken) {
          model.put(kind, key, value);
        }
      }
      case 1 -> {
        if (model.of(kind).containsKey(key)) {
          store.update(kind, key, setTo(value));
          model.put(kind, key, value);
        }
      }
      default -> {
        if (model.of(kind).containsKey(key)) {
          store.delete(kind, key, object -> {});
          model.remove(kind, key);
        }
      }
    }
  }

  private static @Nullable List<Step> changesAfter(ObjectStore store, Kind kind, long version)
      throws InterruptedException {
    List<Step> steps = new ArrayList<>();
    try (Changes changes = store.changesAfter(kind, version)) {
      Change change;
      while ((change = changes.next(Duration.ZERO)) != null) {
        KubeObject previous = change.previous();
        steps.add(
            new Step(
                kind,
                change.type(),
                change.object().key(),
                change.version(),
                value(change.object()),
                previous == null ? -1 : value(previous)));
      }
      assertThat(changes.seen()).isEqualTo(store.version());
      return steps;
    } catch (StatusException e) {
      assertThat(e.code()).isEqualTo(410);
      return null;
    }
  }

  private static <T> T oneOf(SplittableRandom random, List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 100_000})
  void watchers_besideManyWriters_endUpWithTheList(int window) throws Exception {
    int writers = 4;
    int writesEach = 1_500;
    ObjectStore store = new ObjectStore(window);
    AtomicLong added = new AtomicLong();
    List<Replay> replays = new ArrayList<>();
    List<Future<List<KubeObject>>> mirrors = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 12; i++) {
        Replay replay = new Replay(store, KINDS.get(i % KINDS.size()));
        replays.add(replay);
        mirrors.add(threads.submit(replay));
      }
      List<Future<?>> writing = new ArrayList<>();
      for (int writer = 0; writer < writers; writer++) {
        SplittableRandom random = new SplittableRandom(writer);
        writing.add(threads.submit(() -> churn(random, store, writesEach, added)));
      }
      for (Future<?> done : writing) {
        done.get();
      }
      replays.forEach(replay -> replay.stopAt(store.version()));
      for (int i = 0; i < replays.size(); i++) {
        Listing want = store.list(KINDS.get(i % KINDS.size()));
        assertThat(mirrors.get(i).get()).containsExactlyElementsOf(want.objects());
        assertThat(replays.get(i).lists()).isGreaterThanOrEqualTo(1);
        if (window > writers * writesEach) {
          assertThat(replays.get(i).lists()).isEqualTo(1);
        }
      }
    }
    long counted =
        KINDS.stream()
            .flatMap(kind -> store.list(kind).objects().stream())
            .mapToLong(Things::value)
            .sum();
    assertThat(counted).as("no increment is lost").isEqualTo(added.get());
  }

  /** Increments, beside creations and deletions of other objects. */
  private static void churn(
      SplittableRandom random, ObjectStore store, int writes, AtomicLong added) {
    for (int i = 0; i < writes; i++) {
      Kind kind = oneOf(random, KINDS);
      ObjectKey counter = new ObjectKey("counters", "c" + random.nextInt(3));
      ObjectKey shortLived = new ObjectKey("short", "s" + random.nextInt(5));
      try {
        switch (random.nextInt(4)) {
          case 0 -> store.create(thing(kind, shortLived, 0));
          case 1 -> store.delete(kind, shortLived, object -> {});
          default -> {
            if (store.get(kind, counter) == null) {
              store.create(thing(kind, counter, 0));
            }
            store.update(kind, counter, addOne());
            added.incrementAndGet();
          }
        }
      } catch (StatusException e) {
        assertThat(e.code()).isIn(404, 409); // somebody else was first
      }
    }
  }

  @Test
  void tenThousandsOfChanges_reachEveryWatcherOnceAndInOrder() throws Exception {
    int changes = 30_000;
    int writers = 3;
    int watchers = 20;
    ObjectStore store = new ObjectStore(changes);
    List<ObjectKey> keys = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      keys.add(new ObjectKey("default", "pod-" + i));
    }
    List<Replay> replays = new ArrayList<>();
    List<Future<List<KubeObject>>> mirrors = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < watchers; i++) {
        Replay replay = new Replay(store, Kinds.POD);
        replay.stopAt(changes);
        replays.add(replay);
        mirrors.add(threads.submit(replay));
      }
      while (store.watching(Kinds.POD) < watchers) {
        Thread.onSpinWait();
      }
      keys.forEach(key -> store.create(thing(Kinds.POD, key, 0)));
      AtomicLong left = new AtomicLong(changes - keys.size());
      for (int writer = 0; writer < writers; writer++) {
        SplittableRandom random = new SplittableRandom(writer);
        threads.execute(
            () -> {
              while (left.getAndDecrement() > 0) {
                store.update(Kinds.POD, oneOf(random, keys), addOne());
              }
            });
      }
      for (Future<List<KubeObject>> mirror : mirrors) {
        List<KubeObject> seen = mirror.get();
        assertThat(seen).containsExactlyElementsOf(store.list(Kinds.POD).objects());
      }
    }
    assertThat(store.version()).isEqualTo(changes);
    assertThat(replays)
        .allSatisfy(
            replay -> {
              assertThat(replay.lists()).isEqualTo(1);
              assertThat(replay.events()).isEqualTo(changes);
            });
  }
}
