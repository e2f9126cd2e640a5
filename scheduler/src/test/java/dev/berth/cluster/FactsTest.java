package dev.berth.cluster;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.FirstSeed;
import dev.berth.columns.CodeColumn;
import dev.berth.framework.ClusterView;
import dev.berth.framework.CycleState;
import dev.berth.framework.KeptFacts;
import dev.berth.framework.Listers;
import dev.berth.framework.MemoizedFilter;
import dev.berth.framework.NodeDependence;
import dev.berth.framework.NodeFacts;
import dev.berth.framework.Status;
import dev.berth.model.ClusterObject;
import dev.berth.model.ClusterObject.Kind;
import dev.berth.model.NodeInfo;
import dev.berth.model.ObjectKey;
import dev.berth.model.PodInfo;
import dev.berth.model.PodVolume;
import dev.berth.model.VolumeSource;
import dev.berth.model.storage.CsiNode;
import dev.berth.model.storage.PersistentVolume;
import dev.berth.model.storage.PersistentVolumeClaim;
import dev.berth.model.storage.VolumeAttachment;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Kept facts, and what a filter remembers of them, against the same worked out anew. */
final class FactsTest {

  private static final int HISTORIES = 60;
  private static final int STEPS = 60;

  /** The names of the volumes of the pods on a node, of what is attached to it, and its limits. */
  private record Names(Listers listers) implements NodeFacts<Set<String>> {
    @Override
    public Set<String> of(NodeInfo node) {
      Set<String> names = new TreeSet<>();
      CsiNode csiNode = listers.csiNodes().find(ObjectKey.ofCluster(node.name()));
      names.add(csiNode == null ? "none" : csiNode.drivers().toString());
      for (PodInfo pod : node.podsWithVolumes()) {
        String claimName = requireNonNull(pod.volumes().getFirst().claimName(pod));
        PersistentVolumeClaim claim =
            listers.persistentVolumeClaims().find(new ObjectKey("ns", claimName));
        PersistentVolume volume =
            claim == null
                ? null
                : listers.persistentVolumes().find(ObjectKey.ofCluster(claim.volumeName()));
        names.add(
            claimName + ">" + claim + ">" + (volume == null ? "" : volume.storageClassName()));
      }
      for (VolumeAttachment attachment : listers.volumeAttachments().of(node.name())) {
        names.add(attachment.volumeName());
      }
      names.add("" + listers.persistentVolumes().of("fast").size());
      names.add("" + listers.storageClasses().missing());
      names.add("" + listers.csiDrivers().in("").size());
      return Set.copyOf(names);
    }

    @Override
    public Set<?> named(Set<String> facts) {
      return facts;
    }
  }

  /** Rejects nodes that have one of the facts. */
  private record Without(Names names, String fact, ClusterView view) implements MemoizedFilter {
    @Override
    public String name() {
      return "Without " + fact;
    }

    @Override
    public NodeDependence filterDependence() {
      return NodeDependence.NODE_AND_PODS;
    }

    @Override
    public @Nullable Object filterAspect(CycleState state, PodInfo pod) {
      KeptFacts<Set<String>> kept = view.memos().facts(names);
      return kept == null ? null : List.of(fact, kept.identity());
    }

    @Override
    public Status filter(CycleState state, PodInfo pod, NodeInfo node) {
      return names.of(node).contains(fact) ? Status.unschedulable("has it") : Status.success();
    }
  }

  /** The bytes leave room for one memo, for some, or for all. */
  @ParameterizedTest
  @ValueSource(longs = {0, 20_000, 1 << 30})
  void keptFacts_areThoseWorkedOutAnew(long memoBytes) {
    Long replayed = Long.getLong("cluster.seed");
    long first = replayed == null ? FirstSeed.get() : replayed;
    for (long seed = first; seed < first + (replayed == null ? HISTORIES : 1); seed++) {
      try {
        new History(seed, memoBytes).run();
      } catch (AssertionError | RuntimeException failure) {
        throw new AssertionError("replay with -Dcluster.seed=" + seed, failure);
      }
    }
  }

  private static final class History {
    private final SplittableRandom random;
    private final ClusterMirror mirror;
    private final Names names;
    private final List<PodInfo> placed = new ArrayList<>();
    private int pods;

    History(long seed, long memoBytes) {
      random = new SplittableRandom(seed);
      mirror = new ClusterMirror(memoBytes, random.nextInt(3) == 0 ? 4 : 1_000);
      names = new Names(mirror.listers());
      for (int i = random.nextInt(30); i > 0; i--) {
        mirror.putNode(Samples.node(node()));
      }
    }

    void run() {
      for (int step = 0; step < STEPS; step++) {
        for (int changes = random.nextInt(3); changes >= 0; changes--) {
          change();
        }
        if (random.nextBoolean()) {
          check(step);
        }
        for (int i = random.nextInt(3); i > 0; i--) {
          checkFilter(random.nextBoolean() ? "none" : "pv" + random.nextInt(4), step);
        }
      }
    }

    private void change() {
      switch (random.nextInt(16)) {
        case 0, 1 -> mirror.putNode(Samples.node(node()));
        case 2 -> mirror.removeNode(node());
        case 3 -> ifAnyPlaced(pod -> mirror.removePod(pod.uid()));
        case 4 -> ifAnyPlaced(pod -> mirror.putPod(pod.withNodeName(node())));
        case 5 -> ifAnyPlaced(pod -> mirror.forget(pod.uid()));
        case 6 -> {
          PodInfo pod = pod();
          mirror.assume(pod, node());
          placed.add(pod);
        }
        case 7 -> mirror.putPod(pod().withNodeName(node()));
        case 8 -> {
          ClusterObject gone = object();
          mirror.remove(gone.kind(), gone.key());
        }
        case 9 -> mirror.missing(Kind.STORAGE_CLASS, "not allowed");
        case 10 -> mirror.known(Kind.STORAGE_CLASS);
        case 11 -> {
          if (object() instanceof PersistentVolumeClaim claim) {
            mirror.assumptions().assume(claim);
          }
        }
        case 12 -> mirror.assumptions().restore(Kind.PERSISTENT_VOLUME_CLAIM, claimKey());
        default -> mirror.put(object());
      }
    }

    private ClusterObject object() {
      return switch (random.nextInt(4)) {
        case 0 ->
            PersistentVolumeClaim.builder("ns", claimKey().name())
                .uid("u")
                .resourceVersion("" + random.nextInt(20))
                .volumeName("pv" + random.nextInt(4))
                .build();
        case 1 ->
            PersistentVolume.builder("pv" + random.nextInt(4))
                .storageClassName(random.nextBoolean() ? "fast" : "slow")
                .build();
        case 2 ->
            new CsiNode(
                ObjectKey.ofCluster(node()),
                List.of(new CsiNode.Driver("d", random.nextInt(3))),
                Set.of());
        default ->
            new VolumeAttachment(
                ObjectKey.ofCluster("a" + random.nextInt(10)),
                "d",
                node(),
                "pv" + random.nextInt(4));
      };
    }

    private interface Change {
      void of(PodInfo pod);
    }

    private void ifAnyPlaced(Change change) {
      PodInfo known =
          placed.isEmpty() ? null : mirror.find(placed.get(random.nextInt(placed.size())).uid());
      if (known != null) {
        change.of(known);
      }
    }

    private PodInfo pod() {
      PodVolume volume = new PodVolume("v", new VolumeSource.Claim(claimKey().name()));
      PodInfo pod = Samples.pod("p" + pods++).toBuilder().volumes(List.of(volume)).build();
      placed.add(pod);
      return pod;
    }

    private ObjectKey claimKey() {
      return new ObjectKey("ns", "c" + random.nextInt(6));
    }

    private String node() {
      return "n" + random.nextInt(20);
    }

    private void check(int step) {
      KeptFacts<Set<String>> kept = requireNonNull(mirror.view().memos().facts(names));
      Set<String> wantNamed = new HashSet<>();
      for (NodeInfo node : mirror.nodes()) {
        assertThat(kept.of(node)).as("step %d, %s", step, node).isEqualTo(names.of(node));
        wantNamed.addAll(names.of(node));
        assertThat(kept.of(node.withPod(Samples.pod("other")))).as("another %s", node).isNull();
      }
      for (int i = 0; i < 4; i++) {
        assertThat(kept.isNamed("pv" + i)).isEqualTo(wantNamed.contains("pv" + i));
      }
      mirror.put(object());
      mirror.nodes().forEach(node -> assertThat(kept.of(node)).isIn(null, names.of(node)));
    }

    private void checkFilter(String fact, int step) {
      ClusterView view = mirror.view();
      Without plugin = new Without(names, fact, view);
      PodInfo pod = Samples.pod("asker");
      CodeColumn codes =
          requireNonNull(view.memos().filter(plugin, CycleState.create(), pod), "codes");
      CodeColumn together = view.memos().firstOf(List.of(codes));
      for (int i = 0; i < view.nodeCount(); i++) {
        boolean wantRejected = names.of(view.node(i)).contains(fact);
        assertThat(codes.get(i) != 0).as("step %d, %s", step, view.node(i)).isEqualTo(wantRejected);
        if (together != null) {
          assertThat(together.get(i)).isEqualTo(codes.get(i));
        }
      }
    }
  }

  /** Counts how often it is asked; looks up the claim that is named like the node. */
  private static final class Counting implements NodeFacts<String> {
    private final Listers listers;
    private int asked;
    private boolean broken;

    Counting(Listers listers) {
      this.listers = listers;
    }

    @Override
    public String of(NodeInfo node) {
      asked++;
      if (broken) {
        throw new IllegalStateException("broken");
      }
      return "" + listers.persistentVolumeClaims().find(new ObjectKey("ns", node.name()));
    }

    @Override
    public Set<?> named(String facts) {
      return Set.of(facts);
    }
  }

  private final ClusterMirror mirror = new ClusterMirror();
  private final Counting counting = new Counting(mirror.listers());

  private @Nullable KeptFacts<String> kept() {
    return mirror.view().memos().facts(counting);
  }

  private static PersistentVolumeClaim claim(String name) {
    return PersistentVolumeClaim.builder("ns", name).build();
  }

  @Test
  void anObjectThatComes_hasOnlyThoseNodesAskedAgain_thatMissedIt() {
    for (int i = 0; i < 100; i++) {
      mirror.putNode(Samples.node("n" + i));
    }
    assertThat(kept()).isNotNull();
    counting.asked = 0;

    mirror.put(claim("elsewhere"));
    assertThat(kept()).isNotNull();
    assertThat(counting.asked).isZero();

    mirror.put(claim("n7"));
    KeptFacts<String> after = requireNonNull(kept());
    assertThat(counting.asked).isOne();
    assertThat(after.of(mirror.view().node(7))).isEqualTo("ns/n7");
  }

  @Test
  void aViewThatNobodyKeepsInStep_keepsNoFacts() {
    mirror.putNode(Samples.node("n"));
    ClusterView other = mirror.viewWith(List.of(Samples.node("sent")));
    assertThat(other.memos().facts(counting)).isNull();
    assertThat(counting.asked).isZero();
  }

  @Test
  void factsThatFailed_areGoneWithTheirIdentity() {
    mirror.putNode(Samples.node("n"));
    Object before = requireNonNull(kept()).identity();
    counting.broken = true;
    mirror.put(claim("n"));
    assertThat(kept()).isNull();

    counting.broken = false;
    KeptFacts<String> again = requireNonNull(kept());
    assertThat(again.identity()).isNotEqualTo(before);
    assertThat(again.of(mirror.view().node(0))).isEqualTo("ns/n");
  }
}
