package dev.berth.plugins.nodevolumelimits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.FirstSeed;
import dev.berth.cluster.ClusterMirror;
import dev.berth.framework.CycleState;
import dev.berth.framework.Lister;
import dev.berth.framework.Listers;
import dev.berth.framework.Status;
import dev.berth.model.NodeInfo;
import dev.berth.model.ObjectKey;
import dev.berth.model.PodInfo;
import dev.berth.model.VolumeSource;
import dev.berth.model.storage.PersistentVolumeClaim;
import dev.berth.plugins.Make;
import dev.berth.plugins.Volumes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** One node after the other with a pod more or less, as dry runs ask about them. */
final class NodeTallyTest {
  private static final int HISTORIES = Integer.getInteger("volumelimits.histories", 300);
  private static final int STEPS = 40;
  private static final int CLAIMS = 8;
  private static final List<String> NODES = List.of("a", "b");
  private static final List<String> DRIVERS = List.of("x.example.com", "y.example.com");

  @Test
  void nodesThatChangeByAPod_areJudgedAsWithAllTheirPodsCountedAnew() {
    Set<String> verdicts = new TreeSet<>();
    Long replayed = Long.getLong("volumelimits.seed");
    long first = replayed == null ? FirstSeed.get() : replayed;
    for (long seed = first; seed < first + (replayed == null ? HISTORIES : 1); seed++) {
      try {
        run(new SplittableRandom(seed), verdicts);
      } catch (AssertionError | RuntimeException failure) {
        throw new AssertionError("replay with -Dvolumelimits.seed=" + seed, failure);
      }
    }
    if (replayed == null) {
      assertThat(verdicts)
          .containsExactly(
              "", "PersistentVolumeClaim had no name", "node(s) exceed max volume count");
    }
  }

  private static void run(SplittableRandom random, Set<String> verdicts) {
    ClusterMirror mirror = new ClusterMirror();
    NODES.forEach(node -> mirror.putNode(Make.node(node).build()));
    for (int i = 0; i < CLAIMS; i++) {
      mirror.put(Volumes.bound("c" + i, "pv" + random.nextInt(CLAIMS)));
      mirror.put(Volumes.csi("pv" + i, driver(random), "handle" + i));
    }
    change(mirror, random);
    NodeVolumeLimits plugin = new NodeVolumeLimits(mirror.listers());
    PodInfo pod = Volumes.pod("new", claims(random, 0)).build();
    CycleState kept = CycleState.create();
    CycleState anew = CycleState.create();
    plugin.preFilterByCounts(kept, pod, mirror.view());
    plugin.preFilter(anew, pod, mirror.view());
    plugin.filterAspect(kept, pod);

    Map<String, NodeInfo> nodes = new HashMap<>();
    NODES.forEach(name -> nodes.put(name, Make.info(Make.node(name))));
    int made = 0;
    String name = NODES.getFirst();
    for (int step = 0; step < STEPS; step++) {
      if (random.nextInt(5) == 0) {
        name = NODES.get(random.nextInt(NODES.size()));
      }
      if (random.nextInt(20) == 0) {
        change(mirror, random);
      }
      NodeInfo before = nodes.getOrDefault(name, Make.info(Make.node(name)));
      PodInfo more = Volumes.pod("p" + made++, claims(random, 20)).build();
      NodeInfo after =
          before.podCount() == 0 || random.nextInt(3) > 0
              ? before.withPod(more)
              : before.withoutPod(before.pods().get(random.nextInt(before.podCount())).uid());
      Status want = plugin.filter(anew, pod, after);
      assertThat(plugin.filter(kept, pod, after)).isEqualTo(want);
      verdicts.add(want.message());
      if (random.nextBoolean()) {
        nodes.put(name, after);
      }
    }
  }

  /** Limits and attachments; also in the middle of an attempt, which is to notice it. */
  private static void change(ClusterMirror mirror, SplittableRandom random) {
    String node = NODES.get(random.nextInt(NODES.size()));
    mirror.put(Volumes.limit(node, driver(random), random.nextInt(6)));
    for (int i = 0; i < 2; i++) {
      mirror.put(
          Volumes.attachment(
              "attachment" + random.nextInt(3),
              driver(random),
              node,
              "pv" + random.nextInt(CLAIMS)));
    }
  }

  private static String driver(SplittableRandom random) {
    return DRIVERS.get(random.nextInt(DRIVERS.size()));
  }

  /**
   * Of one pod.
   *
   * @param outOf one of so many has no name, which is a failure; 0 for none
   */
  private static VolumeSource[] claims(SplittableRandom random, int outOf) {
    List<VolumeSource> claims = new ArrayList<>();
    for (int i = random.nextInt(1, 3); i > 0; i--) {
      boolean nameless = outOf > 0 && random.nextInt(outOf) == 0;
      claims.add(Volumes.claimed(nameless ? "" : "c" + random.nextInt(CLAIMS)));
    }
    return claims.toArray(VolumeSource[]::new);
  }

  /** Counts who looks up claims. */
  private static final class CountingClaims implements Lister<PersistentVolumeClaim> {
    private final Lister<PersistentVolumeClaim> real;
    private int finds;

    CountingClaims(Lister<PersistentVolumeClaim> real) {
      this.real = real;
    }

    @Override
    public @Nullable String missing() {
      return real.missing();
    }

    @Override
    public @Nullable PersistentVolumeClaim find(ObjectKey key) {
      finds++;
      return real.find(key);
    }

    @Override
    public Collection<PersistentVolumeClaim> in(String namespace) {
      return real.in(namespace);
    }
  }

  @Test
  void podsThatStay_areCountedOnce() {
    ClusterMirror mirror = new ClusterMirror();
    mirror.put(Volumes.limit("a", DRIVERS.getFirst(), 3));
    Listers real = mirror.listers();
    CountingClaims claims = new CountingClaims(real.persistentVolumeClaims());
    NodeTally tally =
        new NodeTally(
            new AttachableVolumes(
                real.csiNodes(),
                claims,
                real.persistentVolumes(),
                real.storageClasses(),
                real.volumeAttachments()),
            mirror.view());
    NodeInfo node = Make.info(Make.node("a"));
    for (int i = 0; i < 10; i++) {
      node = node.withPod(Volumes.pod("p" + i, Volumes.claimed("c")).build());
      tally.of(node);
    }
    tally.of(node.withoutPod(node.pods().getLast().uid()));
    assertThat(claims.finds).isEqualTo(10);

    mirror.put(Volumes.bound("c", "pv"));
    tally.of(node);
    assertThat(claims.finds).as("an object changed").isEqualTo(20);
  }
}
