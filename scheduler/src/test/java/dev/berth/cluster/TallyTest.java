package dev.berth.cluster;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.FirstSeed;
import dev.berth.columns.CodeColumn;
import dev.berth.columns.DomainTally;
import dev.berth.framework.ClusterView;
import dev.berth.framework.DomainRule;
import dev.berth.framework.NodeTally;
import dev.berth.framework.Status;
import dev.berth.model.Labels;
import dev.berth.model.Node;
import dev.berth.model.NodeInfo;
import dev.berth.model.PodInfo;
import dev.berth.model.Taint;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Kept counts against a plain count, over random histories of one mirror. */
final class TallyTest {

  private static final int HISTORIES = 60;
  private static final int STEPS = 60;

  /** Pods of an app that stay, on nodes without a taint. */
  private record Stayers(String topologyKey, String app) implements NodeTally {
    @Override
    public boolean includes(Node node) {
      return node.taints().isEmpty();
    }

    @Override
    public long count(NodeInfo node) {
      return node.pods().stream()
          .filter(pod -> !pod.terminating() && app.equals(pod.labels().get("app")))
          .count();
    }
  }

  /** The bytes leave room for one memo, for some, or for all. */
  @ParameterizedTest
  @ValueSource(longs = {0, 4_000, 1 << 30})
  void keptCounts_areThoseOfAPlainCount(long memoBytes) {
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

  @Test
  void aRuleOverTooManyDomains_isNotRemembered() {
    ClusterMirror mirror = new ClusterMirror();
    for (int i = 0; i <= Long.SIZE; i++) {
      Labels labels = Labels.of(Map.of("host", "n" + i));
      mirror.putNode(Samples.node("n" + i).toBuilder().labels(labels).build());
    }
    DomainTally tally =
        requireNonNull(mirror.view().memos().tally(new Stayers("host", "a")), "kept counts");
    DomainRule rule = new DomainRule(tally, 1, 9, Status.unschedulable("empty"), null);
    assertThat(mirror.view().memos().filter(rule)).isNull();

    mirror.removeNode("n7");
    DomainTally fewer =
        requireNonNull(mirror.view().memos().tally(new Stayers("host", "a")), "kept counts");
    assertThat(fewer.column().count()).isEqualTo(Long.SIZE);
  }

  private static final class History {
    private final SplittableRandom random;
    private final ClusterMirror mirror;
    private final List<PodInfo> placed = new ArrayList<>();
    private int pods;

    History(long seed, long memoBytes) {
      random = new SplittableRandom(seed);
      mirror = new ClusterMirror(memoBytes);
      for (int i = random.nextInt(30); i > 0; i--) {
        putNode();
      }
    }

    void run() {
      for (int step = 0; step < STEPS; step++) {
        for (int changes = random.nextInt(3); changes >= 0; changes--) {
          change();
        }
        // Not always all, so that some are far behind.
        for (int i = random.nextInt(4); i > 0; i--) {
          check(
              new Stayers(random.nextBoolean() ? "zone" : "host", random.nextBoolean() ? "a" : "b"),
              step);
        }
      }
    }

    private void change() {
      switch (random.nextInt(10)) {
        case 0, 1 -> putNode();
        case 2 -> mirror.removeNode(node());
        case 3 -> ifAnyPlaced(pod -> mirror.removePod(pod.uid()));
        case 4 -> ifAnyPlaced(pod -> mirror.putPod(pod.toBuilder().terminating(true).build()));
        case 5 -> ifAnyPlaced(pod -> mirror.putPod(pod.toBuilder().labels(app()).build()));
        case 6 -> ifAnyPlaced(pod -> mirror.putPod(pod.withNodeName(node())));
        case 7 -> ifAnyPlaced(pod -> mirror.forget(pod.uid()));
        case 8 -> {
          PodInfo pod = pod();
          mirror.assume(pod, node());
          placed.add(pod);
        }
        default -> mirror.putPod(pod().withNodeName(node()));
      }
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
      PodInfo pod = Samples.pod("p" + pods++).toBuilder().labels(app()).build();
      placed.add(pod);
      return pod;
    }

    private Labels app() {
      return Labels.of(Map.of("app", random.nextBoolean() ? "a" : "b"));
    }

    private String node() {
      return "n" + random.nextInt(40);
    }

    private void putNode() {
      String name = node();
      Map<String, String> labels = new TreeMap<>();
      if (random.nextInt(5) > 0) {
        labels.put("zone", "z" + random.nextInt(4));
      }
      if (random.nextInt(5) > 0) {
        labels.put("host", name);
      }
      List<Taint> taints =
          random.nextInt(4) == 0 ? List.of(new Taint("k", "v", Taint.NO_SCHEDULE)) : List.of();
      mirror.putNode(
          Samples.node(name).toBuilder().labels(Labels.of(labels)).taints(taints).build());
    }

    /** What is remembered of the domains that a rule rejects, against the rule itself. */
    private void checkRule(Stayers key, int step) {
      ClusterView view = mirror.view();
      DomainTally tally = requireNonNull(view.memos().tally(key), "kept counts");
      Status homeless = random.nextBoolean() ? Status.unresolvable("no label") : null;
      DomainRule rule =
          new DomainRule(
              tally, random.nextInt(2), random.nextInt(4), Status.unschedulable("full"), homeless);
      CodeColumn codes = requireNonNull(view.memos().filter(rule), "remembered rule");
      assertThat(codes.size()).isEqualTo(view.nodeCount());
      int wantRejected = 0;
      for (int i = 0; i < view.nodeCount(); i++) {
        Status want = rule.judge(i);
        assertThat(view.memos().codes().statusOf(codes.get(i)))
            .as("step %d, node %d, %s", step, i, key)
            .isEqualTo(want);
        wantRejected += want.isSuccess() ? 0 : 1;
      }
      assertThat(codes.rejected()).isEqualTo(wantRejected);
      assertThat(view.memos().filter(rule)).as("kept").isSameAs(codes);
    }

    private void check(Stayers key, int step) {
      ClusterView view = mirror.view();
      checkRule(key, step);
      Map<String, Long> wantSums = new TreeMap<>();
      List<Long> wantAmounts = new ArrayList<>();
      int wantWithout = 0;
      for (NodeInfo node : mirror.nodes()) {
        String domain = node.node().labels().get(key.topologyKey());
        boolean counts = domain != null && key.includes(node.node());
        long count = counts ? key.count(node) : 0;
        wantAmounts.add(count);
        wantWithout += domain == null ? 1 : 0;
        if (counts) {
          wantSums.merge(domain, count, Long::sum);
        }
      }

      DomainTally tally = requireNonNull(view.memos().tally(key), "kept counts");

      Map<String, Long> sums = new TreeMap<>();
      List<Long> amounts = new ArrayList<>();
      for (int i = 0; i < view.nodeCount(); i++) {
        int domain = tally.column().get(i);
        String value = view.node(i).node().labels().get(key.topologyKey());
        assertThat(domain < 0 ? null : tally.column().value(domain)).isEqualTo(value);
        amounts.add(tally.amount(i));
        if (tally.members(domain) > 0 && value != null) {
          sums.put(value, tally.sum(domain));
          assertThat(tally.column().find(value)).isEqualTo(domain);
        }
      }
      assertThat(amounts).as("step %d, %s", step, key).isEqualTo(wantAmounts);
      assertThat(sums).as("step %d, %s", step, key).isEqualTo(wantSums);
      assertThat(tally.column().without()).isEqualTo(wantWithout);
      assertThat(tally.domains()).isEqualTo(wantSums.size());
      assertThat(tally.total()).isEqualTo(wantSums.values().stream().mapToLong(s -> s).sum());
      assertThat(tally.fewest())
          .isEqualTo(wantSums.values().stream().mapToLong(s -> s).min().orElse(Long.MAX_VALUE));
      assertThat(tally.holds()).isTrue();
      assertThat(tally.column().bound()).as("numbers are used again").isLessThanOrEqualTo(41);
    }
  }
}
