package dev.berth.cluster;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.FirstSeed;
import dev.berth.columns.NodeRow;
import dev.berth.framework.ClusterView;
import dev.berth.framework.ScoreException;
import dev.berth.model.HostPort;
import dev.berth.model.Node;
import dev.berth.model.NodeInfo;
import dev.berth.model.Phase;
import dev.berth.model.PodInfo;
import dev.berth.model.PodKey;
import dev.berth.model.Resources;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random histories of a cluster, and after every step everything that the mirror knows against the
 * same computed from nothing: aggregates, columns, image states, nodes with anti-affinity, and the
 * memos of toy plugins against their scalar forms.
 *
 * <p>A failure names its seed; {@code -Dberth.cluster.seed=N} replays that history alone, and
 * {@code -Dberth.cluster.histories=N} tries more of them.
 */
final class ClusterMirrorModelTest {

  private static final int HISTORIES = Integer.getInteger("berth.cluster.histories", 100);
  private static final int STEPS = 120;

  static LongStream seeds() {
    Long replayed = Long.getLong("berth.cluster.seed");
    return replayed != null
        ? LongStream.of(replayed)
        : LongStream.iterate(FirstSeed.get(), seed -> seed + 1).limit(HISTORIES);
  }

  @ParameterizedTest(name = "berth.cluster.seed={0}")
  @MethodSource("seeds")
  void aRandomHistory_leavesTheMirrorAsIfComputedFromNothing(long seed) {
    History history = new History(new Random(seed));
    for (int step = 0; step < STEPS; step++) {
      try {
        history.step();
        history.check();
      } catch (AssertionError | RuntimeException | ScoreException broken) {
        throw new AssertionError(
            "step %d (%s) of -Dberth.cluster.seed=%d".formatted(step, history.lastStep, seed),
            broken);
      }
    }
  }

  @Test
  void theHistories_containEveryKindOfChange() {
    Set<Class<?>> seen = new HashSet<>();
    for (long seed = 0; seed < 20; seed++) {
      History history = new History(new Random(seed));
      for (int step = 0; step < STEPS; step++) {
        history.step();
        seen.add(history.lastChange.getClass());
      }
    }
    List<Class<?>> wantKinds = new ArrayList<>();
    wantKinds.addAll(List.of(PodChange.class.getPermittedSubclasses()));
    wantKinds.addAll(List.of(NodeChange.class.getPermittedSubclasses()));
    assertThat(seen).containsExactlyInAnyOrderElementsOf(wantKinds);
  }

  @Test
  void theHistories_rememberRankings() throws ScoreException {
    int rankings = 0;
    for (long seed = 0; seed < 10; seed++) {
      History history = new History(new Random(seed));
      for (int step = 0; step < STEPS; step++) {
        history.step();
        history.check();
      }
      rankings += history.memos.rankings();
    }
    assertThat(rankings).isGreaterThan(100);
  }

  /** One cluster, told to the mirror and to the reference alike. */
  private static final class History {

    private final Random random;
    private final RandomObjects objects;
    private final ReferenceCluster reference = new ReferenceCluster();
    private final ClusterMirror mirror;
    private final List<String> nodeNames = new ArrayList<>();
    private final List<PodInfo> pending = new ArrayList<>();
    private final MemoCheck memos;
    private int uids;
    private long generation;
    private String lastStep = "";
    private Object lastChange = "";

    /** A third of the histories have a tiny memory, and a third a tiny table of statuses. */
    private History(Random random) {
      this.random = random;
      this.objects = new RandomObjects(random);
      this.mirror =
          new ClusterMirror(
              random.nextInt(3) == 0 ? 2_000 : 1L << 20, random.nextInt(3) == 0 ? 4 : 1_000);
      this.memos = new MemoCheck(mirror.view());
      int nodes = 4 + random.nextInt(20);
      for (int i = 0; i < nodes; i++) {
        nodeNames.add("n" + i);
        if (random.nextInt(4) > 0) {
          Node node = objects.node("n" + i);
          mirror.putNode(node);
          reference.putNode(node);
        }
      }
      for (int i = 0; i < 6; i++) {
        pending.add(newPod());
      }
    }

    private PodInfo newPod() {
      return objects.pod(new PodKey("ns", "pod-" + random.nextInt(25)), "uid-" + uids++);
    }

    void step() {
      String name = objects.oneOf(nodeNames);
      PodInfo known =
          reference.placed.isEmpty()
              ? newPod()
              : objects.oneOf(List.copyOf(reference.placed.values()));
      switch (random.nextInt(14)) {
        case 0, 1 -> putNode(name);
        case 2 -> removeNode(name);
        case 3 -> putPod("new pod on " + name, newPod().withNodeName(name));
        case 4 -> putPod("resize", objects.resized(known));
        case 5 -> putPod("move to " + name, known.withNodeName(name));
        case 6 -> putPod("terminal", known.toBuilder().phase(Phase.SUCCEEDED).build());
        case 7 -> putPod("without node", known.withNodeName(""));
        case 8 -> putPod("new pending pod", newPod());
        case 9 -> removePod(random.nextInt(5) == 0 ? "uid-none" : known.uid());
        case 10, 11, 12 -> assume(name);
        default -> endAnAssumption(name);
      }
    }

    private void putNode(String name) {
      lastStep = "put node " + name;
      Node node = objects.node(name);
      expect(mirror.putNode(node), reference.putNode(node));
    }

    private void removeNode(String name) {
      lastStep = "remove node " + name;
      expect(mirror.removeNode(name), reference.removeNode(name));
    }

    private void putPod(String what, PodInfo pod) {
      lastStep = what + ": " + pod.uid();
      expect(mirror.putPod(pod), reference.putPod(pod));
    }

    private void removePod(String uid) {
      lastStep = "remove " + uid;
      expect(mirror.removePod(uid), reference.removePod(uid));
    }

    private void assume(String node) {
      PodInfo pod = pending.set(random.nextInt(pending.size()), newPod());
      lastStep = "assume " + pod.uid() + " on " + node;
      putNamesakeAside(pod);
      PodChange.Assumed assumed = mirror.assume(pod, node);
      reference.assume(assumed.pod());
      expect(assumed, new PodChange.Assumed(assumed.pod()));
      assertThat(assumed.pod().nodeName()).isEqualTo(node);
    }

    /** As in a cluster: a pending pod was seen before it is assumed. */
    private void putNamesakeAside(PodInfo pod) {
      assertThat(mirror.putPod(pod)).isEqualTo(reference.putPod(pod));
    }

    private void endAnAssumption(String node) {
      if (reference.assumed.isEmpty()) {
        lastStep = "forget nothing";
        expect(mirror.forget("uid-none"), reference.forget("uid-none"));
        return;
      }
      String uid = objects.oneOf(reference.assumed.stream().sorted().toList());
      PodInfo assumed = requireNonNull(reference.placed.get(uid));
      switch (random.nextInt(3)) {
        case 0 -> {
          lastStep = "forget " + uid;
          expect(mirror.forget(uid), reference.forget(uid));
        }
        case 1 -> putPod("confirm", assumed.toBuilder().phase(Phase.RUNNING).build());
        default -> putPod("confirm on " + node, assumed.withNodeName(node));
      }
    }

    private void expect(Object change, Object wantChange) {
      lastChange = change;
      assertThat(change).isEqualTo(wantChange);
    }

    void check() throws ScoreException {
      ClusterView view = mirror.view();
      assertThat(mirror.sizes()).isEqualTo(reference.sizes());
      assertThat(view.nodeCount()).isEqualTo(reference.nodes.size());
      assertThat(view.generation()).isGreaterThanOrEqualTo(generation);
      generation = view.generation();
      reference.placed.forEach((uid, pod) -> assertThat(mirror.find(uid)).isSameAs(pod));
      for (int i = 0; i < uids; i++) {
        String uid = "uid-" + i;
        assertThat(mirror.isAssumed(uid)).isEqualTo(reference.assumed.contains(uid));
      }
      List<Integer> wantAffine = new ArrayList<>();
      List<Integer> wantAlone = new ArrayList<>();
      for (int ordinal = 0; ordinal < view.nodeCount(); ordinal++) {
        checkNode(ordinal, view.node(ordinal));
        List<PodInfo> pods = view.node(ordinal).pods();
        if (pods.stream().anyMatch(p -> !p.affinity().isNone())) {
          wantAffine.add(ordinal);
        }
        if (pods.stream().anyMatch(p -> !p.affinity().requiredAnti().isEmpty())) {
          wantAlone.add(ordinal);
        }
      }
      assertThat(view.nodesWithAffinity()).isEqualTo(wantAffine);
      assertThat(view.nodesWithRequiredAntiAffinity()).isEqualTo(wantAlone);
      for (String image : List.of("i1:latest", "i2:latest", "i3:latest")) {
        assertThat(view.image(image)).as(image).isEqualTo(reference.image(image));
      }
      checkMemos();
      if (random.nextBoolean()) {
        mirror.betweenAttempts();
      }
    }

    private void checkNode(int ordinal, NodeInfo info) {
      Node node = reference.nodes.get(info.name());
      assertThat(info.node()).isSameAs(node);
      assertThat(mirror.view().ordinal(info.name())).isEqualTo(ordinal);
      List<PodInfo> wantPods = reference.podsOn(info.name());
      assertThat(info.pods()).containsExactlyInAnyOrderElementsOf(wantPods);
      Resources wantUsed = Resources.ZERO;
      Resources wantNonZero = Resources.ZERO;
      Set<HostPort> wantPorts = new HashSet<>();
      for (PodInfo pod : wantPods) {
        wantUsed = wantUsed.plus(pod.requests().placed());
        wantNonZero = wantNonZero.plus(pod.requests().placedNonZero());
        wantPorts.addAll(pod.hostPorts());
      }
      for (int i = 0; i < wantUsed.scalarCount(); i++) {
        assertThat(info.requested().get(wantUsed.scalarName(i))).isEqualTo(wantUsed.scalarValue(i));
      }
      assertThat(info.usedPorts()).containsExactlyInAnyOrderElementsOf(wantPorts);
      Resources all = info.node().allocatable();
      NodeRow wantRow =
          new NodeRow(
              all.milliCpu(),
              all.memoryBytes(),
              all.ephemeralStorageBytes(),
              all.pods(),
              wantUsed.milliCpu(),
              wantUsed.memoryBytes(),
              wantUsed.ephemeralStorageBytes(),
              wantPods.size(),
              wantNonZero.milliCpu(),
              wantNonZero.memoryBytes());
      assertThat(rowOf(info)).isEqualTo(wantRow);
      assertThat(NodeRow.of(((LiveView) mirror.view()).columns(), ordinal)).isEqualTo(wantRow);
    }

    private static NodeRow rowOf(NodeInfo info) {
      return new NodeRow(
          info.allocatable().milliCpu(),
          info.allocatable().memoryBytes(),
          info.allocatable().ephemeralStorageBytes(),
          info.allocatable().pods(),
          info.requested().milliCpu(),
          info.requested().memoryBytes(),
          info.requested().ephemeralStorageBytes(),
          info.podCount(),
          info.nonZeroRequested().milliCpu(),
          info.nonZeroRequested().memoryBytes());
    }

    /**
     * Some pods ask and others do not, so that memos fall behind by different numbers of changes.
     */
    private void checkMemos() throws ScoreException {
      for (PodInfo pod : pending) {
        if (random.nextInt(3) == 0) {
          memos.check(pod);
        }
      }
    }
  }
}
