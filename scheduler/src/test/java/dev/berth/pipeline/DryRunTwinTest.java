package dev.berth.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.FirstSeed;
import dev.berth.framework.CountedFilter;
import dev.berth.framework.CycleState;
import dev.berth.framework.Status;
import dev.berth.model.NodeInfo;
import dev.berth.model.PodInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Plugins that count, asked by counts and anew, while pods come and go in dry runs upon dry runs:
 * after every step they say the same of every node, and what lies below is as it was.
 *
 * <p>A failure names its seed; {@code -Dpipeline.seed=N} replays that history alone.
 */
final class DryRunTwinTest {

  private static final int HISTORIES = Integer.getInteger("pipeline.histories", 150);

  @Test
  void keptCounts_inDryRuns_judgeLikeCountsMadeAnew() {
    TreeSet<String> verdicts = new TreeSet<>();
    Long replayed = Long.getLong("pipeline.seed");
    long first = replayed == null ? FirstSeed.get() : replayed;
    for (long seed = first; seed < first + (replayed == null ? HISTORIES : 1); seed++) {
      try {
        verdicts.addAll(run(new SplittableRandom(seed)));
      } catch (AssertionError | RuntimeException failure) {
        throw new AssertionError("replay with -Dpipeline.seed=" + seed, failure);
      }
    }
    if (replayed == null) {
      assertThat(verdicts)
          .contains(
              "",
              "node(s) didn't match pod topology spread constraints",
              "node(s) didn't match pod affinity rules",
              "node(s) didn't match pod anti-affinity rules",
              "node(s) didn't satisfy existing pods anti-affinity rules");
    }
  }

  private static List<String> run(SplittableRandom random) {
    RandomHistory history = new RandomHistory(random, 2 + random.nextInt(12));
    List<CountedFilter> plugins =
        RandomProfile.standard(history.mirror).placement().filter().stream()
            .filter(CountedFilter.class::isInstance)
            .map(CountedFilter.class::cast)
            .toList();
    assertThat(plugins).hasSize(4);
    List<String> verdicts = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      history.step();
      PodInfo pod = history.pod();
      for (CountedFilter plugin : plugins) {
        CycleState anew = CycleState.create();
        CycleState kept = CycleState.create();
        Status want = plugin.preFilter(anew, pod, history.view()).status();
        assertThat(plugin.preFilterByCounts(kept, pod, history.view()).status()).isEqualTo(want);
        if (want.isSuccess()) {
          List<Status> before = judge(plugin, kept, pod, history);
          dryRuns(plugin, pod, anew, kept, history, random, verdicts);
          assertThat(judge(plugin, kept, pod, history)).as("below the dry runs").isEqualTo(before);
        }
      }
    }
    return verdicts;
  }

  private static void dryRuns(
      CountedFilter plugin,
      PodInfo pod,
      CycleState anew,
      CycleState kept,
      RandomHistory history,
      SplittableRandom random,
      List<String> verdicts) {
    CycleState wantState = anew;
    CycleState state = kept;
    List<PodInfo> left = new ArrayList<>();
    history.mirror.nodes().forEach(node -> left.addAll(node.pods()));
    for (int step = 0; step < 6; step++) {
      if (step == 0 || random.nextInt(3) == 0) {
        wantState = wantState.fork();
        state = state.fork();
      }
      if (left.isEmpty() || random.nextInt(3) == 0) {
        int ordinal = random.nextInt(Math.max(1, history.view().nodeCount()));
        if (ordinal < history.view().nodeCount()) {
          PodInfo other = history.objects.loner();
          NodeInfo there = history.view().node(ordinal);
          plugin.addPod(wantState, pod, other, there);
          plugin.addPod(state, pod, other, there);
        }
      } else {
        PodInfo victim = left.remove(random.nextInt(left.size()));
        NodeInfo there = history.view().find(victim.nodeName());
        if (there != null) {
          plugin.removePod(wantState, pod, victim, there);
          plugin.removePod(state, pod, victim, there);
        }
      }
      List<Status> want = judge(plugin, wantState, pod, history);
      assertThat(judge(plugin, state, pod, history))
          .as("%s, %s", plugin.name(), pod)
          .isEqualTo(want);
      want.forEach(status -> verdicts.add(status.message()));
    }
  }

  private static List<Status> judge(
      CountedFilter plugin, CycleState state, PodInfo pod, RandomHistory history) {
    return history.mirror.nodes().stream().map(node -> plugin.filter(state, pod, node)).toList();
  }
}
