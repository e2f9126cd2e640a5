package dev.berth.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.framework.Assumptions;
import dev.berth.framework.GroupedLister;
import dev.berth.model.ClusterObject.Kind;
import dev.berth.model.ObjectKey;
import dev.berth.model.storage.PersistentVolume;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the listers show while objects are assumed. */
final class AssumptionsTest {
  private final ClusterMirror mirror = new ClusterMirror();
  private final Assumptions assumptions = mirror.assumptions();
  private final GroupedLister<PersistentVolume> lister = mirror.listers().persistentVolumes();

  private static PersistentVolume volume(String name, String uid, long version, String className) {
    return PersistentVolume.builder(name)
        .uid(uid)
        .resourceVersion(Long.toString(version))
        .storageClassName(className)
        .build();
  }

  private @Nullable PersistentVolume shown(String name) {
    return lister.find(ObjectKey.ofCluster(name));
  }

  private static PersistentVolume changed(PersistentVolume volume) {
    return volume.toBuilder().boundByController(true).build();
  }

  @Test
  void assumedObject_isShown_untilTheWatchShowsANewerOne() {
    PersistentVolume watched = volume("v", "u", 5, "fast");
    PersistentVolume assumed = changed(watched);
    mirror.put(watched);
    assertThat(assumptions.assume(assumed)).isTrue();
    assertThat(shown("v")).isSameAs(assumed);
    assertThat(lister.in("")).containsExactly(assumed);
    assertThat(lister.of("fast")).containsExactly(assumed);

    mirror.put(volume("v", "u", 5, "fast"));
    assertThat(shown("v")).isSameAs(assumed);

    PersistentVolume newer = volume("v", "u", 6, "slow");
    mirror.put(newer);
    assertThat(shown("v")).isSameAs(newer);
    assertThat(lister.of("fast")).isEmpty();
    assertThat(lister.of("slow")).containsExactly(newer);
  }

  @Test
  void restore_showsWhatTheWatchHasShownLast() {
    PersistentVolume assumed = changed(volume("v", "u", 7, "fast"));
    mirror.put(volume("v", "u", 5, "fast"));
    assertThat(assumptions.assume(assumed)).isTrue();
    PersistentVolume later = volume("v", "u", 6, "fast");
    mirror.put(later);
    assertThat(shown("v")).isSameAs(assumed);

    assumptions.restore(assumed);
    assertThat(shown("v")).isSameAs(later);
  }

  @Test
  void restoreOfAnOldAssumption_leavesALaterOneAlone() {
    PersistentVolume first = changed(volume("v", "u", 5, "fast"));
    PersistentVolume second = changed(volume("v", "u", 6, "fast"));
    mirror.put(volume("v", "u", 5, "fast"));
    assumptions.assume(first);
    mirror.put(volume("v", "u", 6, "fast"));
    assertThat(assumptions.assume(second)).isTrue();

    assumptions.restore(first);
    assertThat(shown("v")).isSameAs(second);
    assumptions.restore(Kind.PERSISTENT_VOLUME, second.key());
    assertThat(shown("v")).isNotSameAs(second);
  }

  @Test
  void objectThatIsGoneNewerOrAnother_cannotBeAssumed() {
    PersistentVolume old = changed(volume("v", "u", 5, "fast"));
    assertThat(assumptions.assume(old)).isFalse();
    assertThat(shown("v")).isNull();

    mirror.put(volume("v", "u", 6, "fast"));
    assertThat(assumptions.assume(old)).isFalse();
    assertThat(assumptions.assume(changed(volume("v", "another", 6, "fast")))).isFalse();
    assertThat(shown("v")).isNotNull().matches(volume -> !volume.boundByController());
  }

  @Test
  void deletedObject_isNotShown_assumedOrNot() {
    mirror.put(volume("v", "u", 5, "fast"));
    assumptions.assume(changed(volume("v", "u", 5, "fast")));
    mirror.remove(Kind.PERSISTENT_VOLUME, ObjectKey.ofCluster("v"));
    assertThat(shown("v")).isNull();
    assertThat(lister.of("fast")).isEmpty();

    assumptions.restore(Kind.PERSISTENT_VOLUME, ObjectKey.ofCluster("v"));
    assertThat(shown("v")).isNull();
  }

  @Test
  void changeOfTheWatchedObject_isReportedAgainstTheWatchedOne() {
    PersistentVolume watched = volume("v", "u", 5, "fast");
    PersistentVolume newer = volume("v", "u", 6, "fast");
    mirror.put(watched);
    assumptions.assume(changed(watched));
    assertThat(mirror.put(newer)).isEqualTo(new ObjectChange.Updated(watched, newer));
    assertThat(mirror.remove(Kind.PERSISTENT_VOLUME, newer.key()))
        .isEqualTo(new ObjectChange.Removed(newer));
  }

  @Test
  void assumption_isAnotherGeneration() {
    mirror.put(volume("v", "u", 5, "fast"));
    long before = mirror.view().generation();
    assumptions.assume(changed(volume("v", "u", 5, "fast")));
    long assumed = mirror.view().generation();
    assertThat(assumed).isGreaterThan(before);
    assumptions.restore(Kind.PERSISTENT_VOLUME, ObjectKey.ofCluster("v"));
    assertThat(mirror.view().generation()).isGreaterThan(assumed);
  }

  /** The same rules written down in the plainest way: what is watched, and what is assumed over. */
  private static final class Reference {
    private final Map<String, PersistentVolume> watched = new TreeMap<>();
    private final Map<String, PersistentVolume> assumed = new TreeMap<>();

    void put(PersistentVolume volume) {
      watched.put(volume.key().name(), volume);
      PersistentVolume over = assumed.get(volume.key().name());
      if (over != null && (version(volume) > version(over) || !volume.uid().equals(over.uid()))) {
        assumed.remove(volume.key().name());
      }
    }

    void remove(String name) {
      watched.remove(name);
      assumed.remove(name);
    }

    boolean assume(PersistentVolume volume) {
      PersistentVolume known = watched.get(volume.key().name());
      if (known == null || !known.uid().equals(volume.uid()) || version(known) > version(volume)) {
        return false;
      }
      assumed.put(volume.key().name(), volume);
      return true;
    }

    void restore(PersistentVolume volume) {
      PersistentVolume over = assumed.get(volume.key().name());
      if (over != null && version(over) == version(volume) && over.uid().equals(volume.uid())) {
        assumed.remove(volume.key().name());
      }
    }

    List<PersistentVolume> shown() {
      Map<String, PersistentVolume> all = new TreeMap<>(watched);
      all.putAll(assumed);
      return new ArrayList<>(all.values());
    }

    private static long version(PersistentVolume volume) {
      return Long.parseLong(volume.resourceVersion());
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void randomHistories_showWhatTheReferenceShows(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Reference reference = new Reference();
    List<PersistentVolume> made = new ArrayList<>();
    for (int step = 0; step < 2000; step++) {
      PersistentVolume volume =
          volume(
              "v" + random.nextInt(4),
              random.nextInt(20) == 0 ? "other" : "uid",
              step / 4 + random.nextInt(4),
              random.nextInt(6) == 0 ? "slow" : "fast");
      switch (random.nextInt(8)) {
        case 0, 1, 2 -> {
          mirror.put(volume);
          reference.put(volume);
        }
        case 3, 4 -> {
          PersistentVolume known = shown(volume.key().name());
          PersistentVolume next = known == null || random.nextBoolean() ? volume : changed(known);
          made.add(next);
          assertThat(assumptions.assume(next)).isEqualTo(reference.assume(next));
        }
        case 5, 6 -> {
          if (!made.isEmpty()) {
            PersistentVolume old = made.get(Math.max(0, made.size() - 1 - random.nextInt(6)));
            assumptions.restore(old);
            reference.restore(old);
          }
        }
        default -> {
          if (random.nextInt(4) == 0) {
            mirror.remove(Kind.PERSISTENT_VOLUME, volume.key());
            reference.remove(volume.key().name());
          }
        }
      }
      List<PersistentVolume> want = reference.shown();
      assertThat(lister.in("")).as("step %d", step).containsExactlyElementsOf(want);
      for (String group : List.of("fast", "slow")) {
        assertThat(lister.of(group))
            .as("%s at step %d", group, step)
            .containsExactlyElementsOf(
                want.stream().filter(v -> v.storageClassName().equals(group)).toList());
      }
    }
  }
}
